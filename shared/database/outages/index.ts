export { describeOutage, wordsOfOutage } from "./describe-outage";
export { tellDatabaseOutages, type OutageTeller } from "./tell-outages";
export { tellsOfItself } from "./tells-of-itself";
