export { AmqpRefused, connectAmqp, withHeartbeat, type Amqp } from "./connect-amqp";
export { sayGoodbye } from "./goodbye";
export { tlsOptions } from "./tls";
export { keepChannel, type KeptChannel } from "./keep-channel";
export { writeTogether } from "./write-together";
