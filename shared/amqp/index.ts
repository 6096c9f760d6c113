export { AmqpRefused, connectAmqp, type Amqp } from "./connect-amqp";
export { keepChannel, type KeptChannel } from "./keep-channel";
