import { Alert } from 'antd';

/** Says why an act did not succeed, in the words of the server; nothing where it did. */
export const Problem = ({ error }: { readonly error: Pick<Error, 'message'> | null | undefined }) =>
  error && <Alert type="error" showIcon role="alert" title={error.message} />;
