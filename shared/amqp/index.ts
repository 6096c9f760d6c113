export { askOnce } from "./ask-once";
export { connectAmqp, outageOf, type Amqp } from "./connect-amqp";
export { sayGoodbye } from "./goodbye";
export { managementUrlOf } from "./management-url";
export { anyOf, nodeUrls } from "./nodes";
export { AmqpRefused, refusalOf } from "./refusal";
export { tlsOptions } from "./tls";
export { keepChannel, type KeptChannel } from "./keep-channel";
export { writeTogether } from "./write-together";
