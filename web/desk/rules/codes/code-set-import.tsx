import { useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, DatePicker, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { ID, ID_MAX } from '../../fields/id-field.tsx';
import { ImportPanel } from '../../import/import-panel.tsx';
import { sheetBody } from '../../import/import-query.ts';
import { CODE_SETS, type CodeSet } from './code-set-query.ts';

interface Words {
  readonly codeSetId: string;
  readonly standard: string;
  readonly name: string;
  readonly source: string;
  readonly validFrom: string | null;
  readonly isComplete: boolean;
}

const DAY = 'YYYY-MM-DD';

/** Category codes from a sheet: the next version of a set, or the first one of a new set. */
export const CodeSetImport = ({
  set,
  onClose,
}: {
  readonly set: CodeSet | undefined;
  readonly onClose: () => void;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const [words, setWords] = useState<Words>({
    codeSetId: set?.codeSetId ?? '',
    standard: set?.standard ?? '',
    name: set?.name ?? '',
    source: '',
    validFrom: set?.validFrom ?? null,
    isComplete: set?.partial === false,
  });
  const change = (part: Partial<Words>): void => setWords({ ...words, ...part });
  const { codeSetId, standard, name, source, validFrom, isComplete } = words;
  const textField = (key: 'standard' | 'name' | 'source', label: string, most: number) => (
    <Form.Item label={label} htmlFor={`set-${key}`}>
      <Input
        id={`set-${key}`}
        maxLength={most}
        value={words[key]}
        onChange={({ target }) => change({ [key]: target.value })}
      />
    </Form.Item>
  );
  return (
    <ImportPanel
      title={
        set === undefined ? say('导入新的分类代码', 'Import a new set') : say('导入新版本', 'Next version')
      }
      template="code-set"
      filledIn={JSON.stringify(words)}
      isReady={ID.test(codeSetId) && standard.trim() !== '' && name.trim() !== ''}
      send={(file, { dryRun, partial }, key) =>
        take(
          api.POST('/api/v1/code-sets/import', {
            params: {
              query: {
                codeSetId,
                standard: standard.trim(),
                name: name.trim(),
                complete: isComplete,
                dryRun,
                partial,
                ...(source.trim() === '' ? {} : { source: source.trim() }),
                ...(validFrom === null ? {} : { validFrom }),
              },
            },
            ...sheetBody(file, dryRun ? undefined : key),
          }),
        )
      }
      onImported={() => client.invalidateQueries({ queryKey: [CODE_SETS] })}
      result={({ codeSetVersion, categories }) => (
        <Alert
          role="status"
          showIcon
          type="success"
          title={say(
            `第 ${codeSetVersion} 版已生效，共 ${categories} 个小类。`,
            `Version ${codeSetVersion} is in force with ${categories} categories.`,
          )}
        />
      )}
      onClose={onClose}
    >
      <Form layout="vertical" className="fields">
        {set === undefined && (
          <Form.Item
            label={say('编号（小写字母、数字、连字符）', 'Id (lower-case letters, digits, hyphens)')}
            htmlFor="set-id"
          >
            <Input
              id="set-id"
              maxLength={ID_MAX}
              value={codeSetId}
              autoComplete="off"
              onChange={({ target }) => change({ codeSetId: target.value })}
            />
          </Form.Item>
        )}
        {textField('standard', say('标准号', 'Standard'), 200)}
        {textField('name', say('名称', 'Name'), 200)}
        {textField('source', say('依据（可不填）', 'Source (may be left out)'), 500)}
        <Form.Item label={say('实施日期', 'In force from')} htmlFor="set-from">
          <DatePicker
            id="set-from"
            value={validFrom === null ? null : dayjs(validFrom)}
            onChange={(next) => change({ validFrom: next?.format(DAY) ?? null })}
          />
        </Form.Item>
        <Form.Item>
          <Checkbox checked={isComplete} onChange={({ target }) => change({ isComplete: target.checked })}>
            {say('文件包含标准的全部代码', 'The file has every code of the standard')}
          </Checkbox>
        </Form.Item>
      </Form>
    </ImportPanel>
  );
};
