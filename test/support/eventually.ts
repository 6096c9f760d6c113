export { eventually } from "../../shared/testing/eventually";
