/** RabbitMQ is there and does not let us in: the user, password or vhost of AMQP_URL is wrong. */
export class AmqpRefused extends Error {
  override readonly name = "AmqpRefused";

  /** `problem`: what is wrong with the URL, and what to do. */
  constructor(
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`the URL of RabbitMQ ${problem}`, options);
  }
}

/** The refusal that an error of amqplib stands for; undefined when waiting may mend it. */
export function refusalOf(error: Error): AmqpRefused | undefined {
  const { message } = error;
  // The user was let in by then, and amqplib does not hand on what RabbitMQ says of the vhost.
  if (/ConnectionOpenOk; got <ConnectionClose/i.test(message)) {
    return new AmqpRefused(
      "names a vhost that does not exist or that its user may not use; see `rabbitmqctl add_vhost` and `set_permissions`",
      { cause: error },
    );
  }
  if (!/ACCESS[_-]REFUSED|NOT[_-]ALLOWED|handshake terminated/i.test(message)) return undefined;
  const problem = "is refused by RabbitMQ; check its user, password and vhost";
  return new AmqpRefused(problem, { cause: error });
}
