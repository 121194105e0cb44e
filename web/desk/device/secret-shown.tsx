import { Alert, Typography } from 'antd';
import { useSay } from '../../shared/language.ts';

/** A secret that is shown this once: in the page's state alone, never in what is cached. */
export const SecretShown = ({
  secret,
  label,
}: {
  readonly secret: string | null;
  readonly label: string;
}) => {
  const say = useSay();
  if (secret === null)
    return (
      <Alert
        type="warning"
        showIcon
        role="status"
        title={say(
          '密钥已显示过一次；如已遗失请更换。',
          'The secret was shown once already; exchange it if it is lost.',
        )}
      />
    );
  return (
    <Alert
      type="success"
      role="status"
      title={label}
      description={
        <>
          <Typography.Paragraph copyable={{ text: secret }} className="secret">
            <code>{secret}</code>
          </Typography.Paragraph>
          {say('只显示这一次，请立即保存。', 'Shown this once: keep it now.')}
        </>
      }
    />
  );
};
