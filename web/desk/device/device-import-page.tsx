import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { csvOf } from '../../../src/tabular/write-csv.ts';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { saveFile } from '../../shared/save-file.ts';
import { ImportPanel } from '../import/import-panel.tsx';
import { sheetBody } from '../import/import-query.ts';
import { DEVICES } from './device-query.ts';
import { DeviceTabs } from './device-tabs.tsx';

type Imported = Schemas['DevicesImported'];

const ImportResult = ({ imported }: { readonly imported: Imported }) => {
  const say = useSay();
  const [isTaken, setTaken] = useState(false);
  const { registered, unchanged, refused } = imported;
  const secrets = registered.filter(({ secret }) => secret !== null);
  return (
    <>
      <Alert
        role="status"
        showIcon
        type={refused.length === 0 ? 'success' : 'warning'}
        title={say(
          `已登记 ${registered.length} 台，已有且相同 ${unchanged} 台，未能登记 ${refused.length} 台。`,
          `${registered.length} registered, ${unchanged} there already, ${refused.length} refused.`,
        )}
        description={refused.map(({ deviceId }) => deviceId).join(say('、', ', '))}
      />
      {secrets.length > 0 && !isTaken && (
        <>
          <p>
            {say(
              '密钥只在这里给出一次，离开本页后无法再取，请立即下载并妥善保管。',
              'The secrets are given here once and never again: download them now and keep them safe.',
            )}
          </p>
          <p className="acts">
            <Button
              type="primary"
              onClick={() => {
                const heading = [say('设备编号', 'Device id'), say('名称', 'Name'), say('密钥', 'Secret')];
                const rows = secrets.map(({ deviceId, name, secret }) => [deviceId, name, secret]);
                saveFile(
                  new Blob([csvOf([heading, ...rows])], { type: 'text/csv' }),
                  `${say('设备密钥', 'device-secrets')}.csv`,
                );
                setTaken(true);
              }}
            >
              {say(
                `下载 ${secrets.length} 台设备的密钥`,
                `Download the secrets of ${secrets.length} devices`,
              )}
            </Button>
          </p>
        </>
      )}
      {isTaken && <p role="status">{say('密钥文件已下载。', 'The secrets were downloaded.')}</p>}
    </>
  );
};

/** Registers many devices from a sheet. */
const DeviceImportPage = () => {
  const say = useSay();
  const client = useQueryClient();
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('批量登记设备', 'Register many devices')}</h1>
      <DeviceTabs />
      <ImportPanel
        title={say('批量登记设备', 'Register many devices')}
        template="device"
        send={(file, { dryRun, partial }, key) =>
          take(
            api.POST('/api/v1/devices/import', {
              params: { query: { dryRun, partial } },
              ...sheetBody(file, dryRun ? undefined : key),
            }),
          )
        }
        onImported={() => client.invalidateQueries({ queryKey: [DEVICES] })}
        result={(imported) => <ImportResult imported={imported} />}
      />
    </main>
  );
};
export default DeviceImportPage;
