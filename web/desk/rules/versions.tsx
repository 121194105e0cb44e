import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { RowTable } from '../list/row-table.tsx';
import { SureButton } from '../list/sure-button.tsx';

export interface Version {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly publishedByName: string | null;
  /** What there is to say of its content. */
  readonly about: ReactNode;
}

interface Props {
  readonly of: { readonly isPending: boolean; readonly error: Error | null; readonly refetch: () => unknown };
  /** Latest first. */
  readonly versions: readonly Version[];
  readonly mayManage: boolean;
  readonly onShow?: (version: number) => void;
  readonly reinstate: (version: number) => Promise<unknown>;
  readonly queryKeys: readonly (readonly unknown[])[];
}

/** Every version that was in force, since when, by whom; a former one can be put in force again, as the next version. */
export const Versions = ({ of, versions, mayManage, onShow, reinstate, queryKeys }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const bringBack = useMutation({
    mutationFn: reinstate,
    onSuccess: () => message.success(say('已作为新版本生效', 'In force as the next version')),
    onError: (error) => message.error(error.message),
    onSettled: () => Promise.all(queryKeys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const latest = versions[0]?.version;
  return (
    <section aria-label={say('版本', 'Versions')}>
      <h3>{say('版本', 'Versions')}</h3>
      <Loaded of={of}>
        <RowTable
          caption={say('版本，最新的在前', 'Versions, latest first')}
          rows={versions}
          idOf={({ version }) => String(version)}
          columns={[
            {
              name: say('版本', 'Version'),
              className: 'figure-column',
              cell: ({ version }) => (
                <>
                  {version}
                  {version === latest && <span className="second">{say('现行', 'in force')}</span>}
                </>
              ),
            },
            {
              name: say('生效', 'In force since'),
              className: 'when',
              cell: ({ publishedAt, publishedBy, publishedByName }) => (
                <>
                  <Moment at={publishedAt} />
                  <span className="second">
                    {publishedByName ??
                      (publishedBy.startsWith('user:') ? publishedBy : say('产品自带', 'shipped'))}
                  </span>
                </>
              ),
            },
            {
              name: say('内容', 'Content'),
              cell: ({ about }) => <span className="wrap">{about}</span>,
            },
            {
              name: say('办理', 'Act'),
              className: 'act-column',
              cell: ({ version }) => (
                <span className="acts">
                  {onShow && (
                    <Button size="small" onClick={() => onShow(version)}>
                      {say('查看', 'Show')}
                    </Button>
                  )}
                  {mayManage && version !== latest && (
                    <SureButton
                      size="small"
                      loading={bringBack.isPending && bringBack.variables === version}
                      question={say(
                        `恢复第 ${version} 版的内容？将作为新版本生效。`,
                        `Bring back version ${version} as the next one?`,
                      )}
                      onSure={() => bringBack.mutate(version)}
                    >
                      {say('恢复', 'Bring back')}
                    </SureButton>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Loaded>
    </section>
  );
};
