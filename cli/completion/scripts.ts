import type { Place } from "./words";

/** Which shells there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that makes a shell complete `jumar`. It needs nothing but itself: it calls no program. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  return { bash, zsh, fish }[shell](places);
}

/** Finds how far the words before the cursor name a command; bash and zsh differ in a few names only. */
function body(places: readonly Place[], first: number, words: string, current: string): string {
  const paths = places.filter(({ path }) => path !== "").map(({ path }) => quote(path));
  const values = places.flatMap(({ path, words: after }) =>
    after.flatMap((word) =>
      word.values === undefined
        ? []
        : [`    ${quote(`${path} ${word.word}`)}) found="${word.values.join(" ")}" ;;`],
    ),
  );
  const next = places.map(
    ({ path, words: after }) =>
      `      ${quote(path)}) found="${after.map(({ word }) => word).join(" ")}" ;;`,
  );
  return `  local at="" next="" word="" found="" i
  for ((i = ${first}; i < ${current}; i++)); do
    word="\${${words}[i]}"
    next="\${at:+$at }$word"
    case "$next" in
      ${paths.join(" | ")}) at="$next" ;;
      *) break ;;
    esac
  done
  case "$at \${${words}[${current}-1]}" in
${values.join("\n")}
    *)
      case "$at" in
${next.map((line) => `  ${line}`).join("\n")}
      esac
      ;;
  esac`;
}

function bash(places: readonly Place[]): string {
  return `# Completion of jumar for bash: jumar completion bash > ~/.local/share/bash-completion/completions/jumar
_jumar() {
${body(places, 1, "COMP_WORDS", "COMP_CWORD")}
  COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _jumar jumar
`;
}

function zsh(places: readonly Place[]): string {
  return `#compdef jumar
# Completion of jumar for zsh: jumar completion zsh > a folder of $fpath, as _jumar
_jumar() {
${body(places, 2, "words", "CURRENT")}
  if [[ -n "$found" ]]; then
    compadd -- \${=found}
  else
    _files
  fi
}
if [[ "$funcstack[1]" = _jumar ]]; then _jumar "$@"; else compdef _jumar jumar; fi
`;
}

function fish(places: readonly Place[]): string {
  const paths = places.filter(({ path }) => path !== "").map(({ path }) => quote(path));
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ word, summary, values }) => {
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${quote(word)}`;
      const taken = values === undefined ? "" : ` -x -a ${quote(values.join(" "))}`;
      const condition = quote(`__jumar_at ${quote(path).replaceAll("'", '"')}`);
      return `complete -c jumar -n ${condition} ${what}${taken} -d ${quote(summary)}`;
    }),
  );
  return `# Completion of jumar for fish: jumar completion fish > ~/.config/fish/completions/jumar.fish
function __jumar_at
    set -l at ""
    set -l typed (commandline -opc)
    set -e typed[1]
    for word in $typed
        set -l next (string trim -- "$at $word")
        contains -- $next ${paths.join(" ")}; or break
        set at $next
    end
    test "$at" = "$argv[1]"
end
complete -c jumar -f
${lines.join("\n")}
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}
