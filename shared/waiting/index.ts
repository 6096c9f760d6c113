/** Waiting that ends: by time, by a signal, whatever comes of what is waited for. */
export { aborted } from "./aborted";
export { inTime } from "./in-time";
export { pause } from "./pause";
export { within } from "./within";
