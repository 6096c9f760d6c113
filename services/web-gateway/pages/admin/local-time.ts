const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** Whether a text has the form that a browser's field for times sends and shows. */
export function isLocalTime(text: string): boolean {
  return LOCAL_TIME.test(text);
}

/** A time as a browser's field has it, taken as UTC, in the form that contracts take. */
export function toTime(text: string): string {
  return isLocalTime(text) ? `${text}${text.length === 16 ? ":00" : ""}Z` : text;
}
