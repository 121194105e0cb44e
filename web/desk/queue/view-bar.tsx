import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import type { CaseFilter } from './case-filter.ts';
import { type CaseView, dropView, keepView, VIEWS, viewOf, viewsQuery } from './view-query.ts';

const MOST_CHARACTERS = 30;

interface Props {
  readonly filter: CaseFilter;
  readonly onOpen: (view: CaseView) => void;
}

const useViewChange = <Given,>(change: (input: Given) => Promise<unknown>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [VIEWS] }),
  });
};

/** One view of mine: renamed, made the default, dropped. */
const KeptView = ({ view }: { readonly view: CaseView }) => {
  const say = useSay();
  const [name, setName] = useState(view.name);
  const keep = useViewChange(keepView);
  const drop = useViewChange(dropView);
  const error = keep.error ?? drop.error;
  const rename = (): void => {
    if (name.trim() !== '' && name.trim() !== view.name) keep.mutate({ ...view, name: name.trim() });
  };
  return (
    <li>
      <Input
        value={name}
        maxLength={MOST_CHARACTERS}
        aria-label={say('名称', 'Name')}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onPressEnter={rename}
      />
      <Checkbox
        checked={view.isDefault}
        onChange={({ target }) => keep.mutate({ ...view, isDefault: target.checked })}
      >
        {say('默认', 'Default')}
      </Checkbox>
      <Button loading={drop.isPending} onClick={() => drop.mutate(view.viewId)}>
        {say('删除', 'Delete')}
      </Button>
      <Problem error={error} />
    </li>
  );
};

/** Keeps what the address says under a name. */
const KeepForm = ({
  filter,
  onKept,
}: {
  readonly filter: CaseFilter;
  readonly onKept: (view: CaseView) => void;
}) => {
  const say = useSay();
  const [name, setName] = useState('');
  const keep = useViewChange(keepView);
  const send = (): void => {
    const view = { viewId: crypto.randomUUID(), name: name.trim(), isDefault: false, ...viewOf(filter) };
    keep.mutate(view, {
      onSuccess: () => {
        setName('');
        onKept(view);
      },
    });
  };
  return (
    <>
      <div className="acts">
        <Input
          autoFocus
          className="view-name"
          value={name}
          maxLength={MOST_CHARACTERS}
          aria-label={say('当前筛选的名称', 'Name of this filter')}
          placeholder={say('给当前筛选起个名称', 'A name for this filter')}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => name.trim() !== '' && send()}
        />
        <Button type="primary" disabled={name.trim() === ''} loading={keep.isPending} onClick={send}>
          {say('保存', 'Keep')}
        </Button>
      </div>
      <Problem error={keep.error} />
    </>
  );
};

/** Views of mine: open one, keep what is shown now, change them. */
export const ViewBar = ({ filter, onOpen }: Props) => {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const views = useQuery(viewsQuery).data?.items ?? [];
  const current = views.find(({ viewId }) => viewId === filter.view);
  return (
    <>
      {views.length > 0 && (
        <Select
          aria-label={say('常用筛选', 'My views')}
          placeholder={say('常用筛选', 'My views')}
          value={current?.viewId ?? null}
          popupMatchSelectWidth={false}
          onChange={(chosen: string | null) => {
            const view = views.find(({ viewId }) => viewId === chosen);
            if (view !== undefined) onOpen(view);
          }}
          options={views.map(({ viewId, name }) => ({ value: viewId, label: name }))}
        />
      )}
      <Button onClick={() => setOpen(true)}>{say('保存筛选', 'Keep this')}</Button>
      <Modal
        title={say('常用筛选', 'My views')}
        open={isOpen}
        onCancel={() => setOpen(false)}
        footer={null}
        destroyOnHidden
      >
        <KeepForm
          filter={filter}
          onKept={(view) => {
            setOpen(false);
            onOpen(view);
          }}
        />
        <ul className="views">
          {views.map((view) => (
            <KeptView key={view.viewId} view={view} />
          ))}
        </ul>
      </Modal>
    </>
  );
};
