import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from './api.ts';
import type { PasswordChange } from './password-change.ts';
import { ME } from './session.ts';

/** Changes my password; this session goes on, my others end. */
export const useChangePassword = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ currentPassword, newPassword }: PasswordChange) =>
      take(api.PUT('/api/v1/session/password', { body: { currentPassword, newPassword } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ME }),
  });
};
