import {
  userConfirmationRequested,
  userConfirmed,
  userDeleted,
  userDisabled,
  userEmailChanged,
  userEmailChangeRequested,
  userEnabled,
  userPasswordChanged,
  userPasswordReset,
  userPasswordResetRequested,
  userRegistered,
  userRoleChanged,
} from "../../../shared/events";

/** Every event that changes what is found of a user, if only when they were last changed. */
export const userEventTypes: readonly string[] = [
  userRegistered,
  userConfirmationRequested,
  userPasswordResetRequested,
  userEmailChangeRequested,
  userConfirmed,
  userEmailChanged,
  userPasswordChanged,
  userPasswordReset,
  userRoleChanged,
  userDisabled,
  userEnabled,
  userDeleted,
].map(({ type }) => type);
