export type { Delivery } from "./delivery";
export { type DeliveryPlace, deliveryTable, type DeliveryTable } from "./delivery-table";
export { type ListedDelivery, parkedDeliveries, type ParkedDeliveries } from "./parked-deliveries";
export { type Courier, OUTCOMES, startCourier, type Outcome } from "./start-courier";
export type { Verdict } from "./verdict";
