"""Hears of Jumar's users in Python: pip install pika (or apt install python3-pika), set AMQP_URL."""

import json
import os

import pika

EXCHANGE = "jumar.events"
QUEUE = "newsletter"  # your own; names that begin with "jumar." are the platform's
TYPES = ["user.confirmed", "user.email_changed", "user.deleted"]


def handle(event: dict) -> None:
    # At least once: remember event["id"] in the transaction of what you do, and skip it the next
    # time. Skip an event, too, whose aggregateversion is lower than the one you have of its subject.
    print(event["type"], event["subject"], event["aggregateversion"], event["data"], flush=True)


def main() -> None:
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.exchange_declare(EXCHANGE, exchange_type="topic", durable=True)
    channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    for event_type in TYPES:
        channel.queue_bind(QUEUE, EXCHANGE, routing_key=event_type)
    channel.basic_qos(prefetch_count=50)
    print(QUEUE, "hears of", *TYPES, flush=True)

    for method, _properties, body in channel.consume(QUEUE):
        handle(json.loads(body))
        # Only now: what is not acknowledged comes again after a crash.
        channel.basic_ack(method.delivery_tag)


if __name__ == "__main__":
    main()
