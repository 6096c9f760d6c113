export { startLoop, type Loop } from "./loop";
