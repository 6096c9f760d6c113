/** What a repeated request is answered with: recorded with the effect, sealed, for a day. */
export { createRecordedAnswers, type RecordedAnswers } from "./recorded-answers";
export { REMEMBERED_HOURS, recordedAnswersTables } from "./tables";
