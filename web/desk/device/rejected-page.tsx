import { useSay } from '../../shared/language.ts';
import { addressFilter } from '../list/address-filter.ts';
import { FilterSelect, useWordOptions } from '../list/filter-fields.tsx';
import { useFilter } from '../list/use-filter.ts';
import { DeviceTabs } from './device-tabs.tsx';
import { RejectedList } from './rejected-list.tsx';

const FILTER = addressFilter(['reason', 'state'] as const, { state: 'open' });

/** Messages that could not be taken, of every device and of unknown senders. */
const RejectedPage = () => {
  const say = useSay();
  const optionsOf = useWordOptions();
  const { filter, change } = useFilter(FILTER);
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('异常报文', 'Rejected messages')}</h1>
      <DeviceTabs />
      <search className="filters" aria-label={say('筛选', 'Filter')}>
        <FilterSelect
          label={say('原因', 'Reason')}
          options={optionsOf('rejectionReasons')}
          value={filter.reason}
          onChange={(value) => change('reason', value)}
        />
        <FilterSelect
          label={say('状态', 'State')}
          options={[
            { value: 'open', label: say('待处理', 'Open') },
            { value: 'replayed', label: say('已重放', 'Taken again') },
            { value: 'discarded', label: say('已放弃', 'Given up') },
          ]}
          value={filter.state}
          onChange={(value) => change('state', value)}
        />
      </search>
      <div className="card">
        <RejectedList reason={filter.reason} state={filter.state} />
      </div>
    </main>
  );
};
export default RejectedPage;
