/** How often something may be tried, counted in the database so that all processes share one count. */
export { createLimiter, tooMany, type Limiter, type LimitRule, type Tried } from "./limiter";
export { limitTable, sweepLimits } from "./table";
