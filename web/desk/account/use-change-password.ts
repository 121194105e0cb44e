import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { ME } from '../../shared/session.ts';
import type { PasswordChange } from './new-password-fields.tsx';

/** Changes my password; this session goes on, my others end. */
export const useChangePassword = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ currentPassword, newPassword }: PasswordChange) =>
      take(api.PUT('/api/v1/session/password', { body: { currentPassword, newPassword } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ME }),
  });
};
