export { type Found, type Loop, startLoop } from "./loop";
export { startSweeper } from "./sweeper";
