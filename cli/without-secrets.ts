const SECRETS = [
  "DATABASE_URL",
  "AMQP_URL",
  "SMTP_URL",
  "SECRET_KEY_BASE",
  "SECRET_KEY_BASE_PREVIOUS",
];

/** A message of somebody else's error in one line, without what the environment keeps secret. */
export function withoutSecrets(message: string): string {
  let text = message.split("\n", 1)[0] ?? "";
  for (const secret of secrets()) text = text.replaceAll(secret, "…");
  return text.replaceAll(/(\w:\/\/)[^\s/@]*@/g, "$1…@").trim();
}

function secrets(): string[] {
  return SECRETS.map((name) => process.env[name] ?? "")
    .flatMap((value) => [value, ...passwordsOf(value)])
    .filter((value) => value.length > 3);
}

function passwordsOf(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { password } = new URL(value);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
