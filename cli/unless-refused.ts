import { AppError, type ErrorCode } from "../shared/errors";

/** What a call answers or, when it is refused with one of these codes, what `otherwise` makes of that. */
export async function unlessRefused<Answer, Other>(
  call: Promise<Answer>,
  codes: readonly ErrorCode[],
  otherwise: (refusal: AppError) => Other,
): Promise<Answer | Other> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AppError) || !codes.includes(error.code)) throw error;
    return otherwise(error);
  }
}
