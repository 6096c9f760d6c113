/** What is logged on a terminal unless LOG_LEVEL says otherwise. */
export const TERMINAL_LEVEL = "warn";
