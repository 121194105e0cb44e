export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly repeated: string;
}
