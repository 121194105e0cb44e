import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { ID, ID_MAX } from '../../fields/id-field.tsx';
import { ImportPanel } from '../../import/import-panel.tsx';
import { sheetBody } from '../../import/import-query.ts';
import { codeSetsQuery } from '../codes/code-set-query.ts';
import { STANDARDS, type Standard } from './standard-query.ts';

interface Words {
  readonly standardId: string;
  readonly name: string;
  readonly source: string;
  readonly codeSetId: string | undefined;
}

/** Filing conditions from a sheet: the next version of a standard, or the first one of a new standard. */
export const StandardImport = ({
  standard,
  onClose,
}: {
  readonly standard: Standard | undefined;
  readonly onClose: () => void;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const codeSets = useQuery(codeSetsQuery);
  const [words, setWords] = useState<Words>({
    standardId: standard?.standardId ?? '',
    name: standard?.name ?? '',
    source: '',
    codeSetId: standard?.codeSetId,
  });
  const set = (part: Partial<Words>): void => setWords({ ...words, ...part });
  const { standardId, name, source, codeSetId } = words;
  const isNew = standard === undefined;
  return (
    <ImportPanel
      title={
        isNew ? say('导入新的立案标准', 'Import a new filing standard') : say('导入新版本', 'Next version')
      }
      template="filing-standard"
      filledIn={JSON.stringify(words)}
      isReady={ID.test(standardId) && name.trim() !== ''}
      send={(file, { dryRun, partial }, key) =>
        take(
          api.POST('/api/v1/filing-standards/import', {
            params: {
              query: {
                standardId,
                name: name.trim(),
                dryRun,
                partial,
                ...(source.trim() === '' ? {} : { source: source.trim() }),
                ...(codeSetId === undefined ? {} : { codeSetId }),
              },
            },
            ...sheetBody(file, dryRun ? undefined : key),
          }),
        )
      }
      onImported={() => client.invalidateQueries({ queryKey: [STANDARDS] })}
      result={({ standardVersion, rows }) => (
        <Alert
          role="status"
          showIcon
          type="success"
          title={say(
            `第 ${standardVersion} 版已生效，共 ${rows} 条。已立案的案件仍按原版本办理。`,
            `Version ${standardVersion} is in force with ${rows} conditions. Cases keep the version that they were filed under.`,
          )}
        />
      )}
      onClose={onClose}
    >
      <Form layout="vertical" className="fields">
        {isNew && (
          <Form.Item
            label={say('编号（小写字母、数字、连字符）', 'Id (lower-case letters, digits, hyphens)')}
            htmlFor="standard-id"
          >
            <Input
              id="standard-id"
              maxLength={ID_MAX}
              value={standardId}
              autoComplete="off"
              onChange={({ target }) => set({ standardId: target.value })}
            />
          </Form.Item>
        )}
        <Form.Item label={say('名称', 'Name')} htmlFor="standard-name">
          <Input
            id="standard-name"
            maxLength={200}
            value={name}
            onChange={({ target }) => set({ name: target.value })}
          />
        </Form.Item>
        <Form.Item label={say('依据（文号，可不填）', 'Source (may be left out)')} htmlFor="standard-source">
          <Input
            id="standard-source"
            maxLength={500}
            value={source}
            onChange={({ target }) => set({ source: target.value })}
          />
        </Form.Item>
        <Form.Item label={say('分类代码', 'Category codes')} htmlFor="standard-codes">
          <Select
            id="standard-codes"
            allowClear
            {...(codeSetId === undefined ? {} : { value: codeSetId })}
            onChange={(next?: string) => set({ codeSetId: next })}
            options={(codeSets.data?.items ?? []).map((each) => ({
              value: each.codeSetId,
              label: each.standard,
            }))}
          />
        </Form.Item>
      </Form>
    </ImportPanel>
  );
};
