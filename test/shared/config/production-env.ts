/** The least that production asks for. */
export const PRODUCTION: Readonly<Record<string, string>> = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://jumar:9c5e07b1d2@db/jumar?sslmode=verify-full",
  SMTP_URL: "smtps://jumar:9c5e07b1d2@mail",
  PUBLIC_URL: "https://accounts.example.com",
  SECRET_KEY_BASE: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
};
