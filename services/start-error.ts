/** Something in the way of starting that the operator can do something about. */
export class StartError extends Error {
  override readonly name = "StartError";
}
