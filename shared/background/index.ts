export { type IdRange, idsOf } from "./ids-of";
export { endsOf, type LookBack, lookBack, type Stretch } from "./look-back";
export { type Found, type Loop, startLoop } from "./loop";
export { seldom } from "./seldom";
export { startSweeper } from "./sweeper";
