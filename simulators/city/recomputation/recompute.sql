-- The month once more, from the raw events alone: stages, flags, and every clock with its deadline and light, recomputed from when
-- things happened, the filed row's limit, the case rules and the calendar. Nothing that the product recomputed (the clocks, deadlines
-- and limits that its events carry) is read here. `city.now` is the instant that the lights are read at.
set timezone = 'UTC';

create temp table case_events as
select data::jsonb ->> 'caseId' as case_id, version, type, data::jsonb as data, (data::jsonb ->> 'at')::timestamptz as at
from events
where stream like 'case-%' and type like 'Case%' and data::jsonb ? 'at';
create unique index on case_events (case_id, version);

-- The published data of a month: what cases were filed under, what limits hold, which time counts.
create temp table limits as
with standards as materialized (
  select data ->> 'standardId' as standard_id, (data ->> 'standardVersion')::int as standard_version, data -> 'rows' as rows
  from (select data::jsonb as data from events where type = 'FilingStandardPublished' offset 0) as parsed
)
select standard_id, standard_version, item ->> 'rowId' as row_id, (item ->> 'limit')::numeric as amount, item ->> 'limitUnit' as unit
from standards, jsonb_array_elements(rows) as item;
create index on limits (standard_id, standard_version, row_id);
analyze limits;

create temp table rules as
select concat(data::jsonb ->> 'rulesId', '@', data::jsonb ->> 'rulesVersion') as rules_version, data::jsonb as data
from events where type = 'CaseRulesPublished';

create temp table working as
with calendar as (
  select data::jsonb as data from events where type = 'WorkCalendarPublished' order by position desc limit 1
), years as (
  select min(year::int) as first, max(year::int) as last from calendar, jsonb_array_elements_text(data -> 'years') as year
), days as (
  select each::date as day from years,
    generate_series(make_date(first, 1, 1)::timestamp, make_date(last, 12, 31)::timestamp, interval '1 day') as each
), open_days as (
  select day from days, calendar
  where not data -> 'holidays' ? day::text and (data -> 'workdays' ? day::text or extract(isodow from day) < 6)
), hours as (
  select (day + (span ->> 0)::time) at time zone 'Asia/Shanghai' as opens, (day + (span ->> 1)::time) at time zone 'Asia/Shanghai' as closes
  from open_days, calendar, jsonb_array_elements(data -> 'windows') as span
)
-- Working time before each window, ms, so that any two instants differ by a subtraction.
select opens, closes, sum(length) over (order by opens) - length as before, length
from hours, lateral (select (extract(epoch from closes - opens) * 1000)::bigint as length) as measured;
create unique index on working (opens);
create unique index on working (closes);
create unique index on working (before);
analyze working;

create function pg_temp.ms(span interval) returns bigint immutable return (extract(epoch from span) * 1000)::bigint;

create function pg_temp.worked_until(instant timestamptz) returns bigint stable language sql as $$
  select coalesce((
    select before + least(length, pg_temp.ms(instant - opens)) from working where opens <= instant order by opens desc limit 1), 0)::bigint
$$;

-- Time that a unit counts between two instants, ms.
create function pg_temp.counted(unit text, since timestamptz, until timestamptz) returns bigint stable language sql as $$
  select greatest(0, case when unit in ('workHour', 'workDay')
    then pg_temp.worked_until(until) - pg_temp.worked_until(since) else pg_temp.ms(until - since) end)
$$;

-- The instant at which an amount of ms that a unit counts is over.
create function pg_temp.over_at(unit text, since timestamptz, amount bigint) returns timestamptz stable language sql as $$
  select case
    when unit not in ('workHour', 'workDay') then since + greatest(amount, 0) * interval '1 millisecond'
    when amount <= 0 then (select greatest(opens, since) from working where closes > since order by closes limit 1)
    else (
      select opens + (pg_temp.worked_until(since) + amount - before) * interval '1 millisecond' from working
      where before < pg_temp.worked_until(since) + amount order by before desc limit 1)
  end
$$;

create function pg_temp.limit_ms(amount numeric, unit text) returns bigint immutable return (amount * case unit
  when 'urgentHour' then 3600000 when 'workHour' then 3600000 when 'urgentDay' then 86400000 when 'naturalDay' then 86400000
  when 'workDay' then 8 * 3600000 end)::bigint;

-- Where each event leads to; null for one that leaves the case where it is.
create temp table stages as
with led as (
  select *, case type
    when 'CaseReported' then case when data ? 'selfHandling' then 'auditing' else 'reported' end
    when 'CaseTaskSent' then case data ->> 'kind' when 'verify' then 'verifying' end
    when 'CaseTaskCancelled' then case data ->> 'kind' when 'verify' then 'reported' end
    when 'CaseVerified' then 'reported'
    when 'CaseAccepted' then 'accepted'
    when 'CaseRejected' then 'rejected'
    when 'CaseFiled' then 'filed'
    when 'CaseFilingDeclined' then 'declined'
    when 'CaseDispatched' then 'dispatched'
    when 'CaseDispatchRefused' then 'filed'
    when 'CaseHandlingStarted' then 'handling'
    when 'CaseFeedbackGiven' then 'checking'
    when 'CaseChecked' then case when (data ->> 'passed')::boolean then 'closing' else 'dispatched' end
    when 'CaseClosed' then 'closed'
    when 'CaseReturned' then data ->> 'to'
    when 'CaseVoided' then 'voided'
    when 'CaseForceClosed' then 'forceClosed'
    when 'CaseSelfHandlingAudited' then case when (data ->> 'approved')::boolean then 'archived' else 'invalid' end
  end as stage
  from case_events
)
select *, lag(stage) over (partition by case_id order by version) as stage_before from led where stage is not null;

create temp table stage_clock (stage text primary key, clock text);
insert into stage_clock values ('reported', 'accept'), ('auditing', 'accept'), ('verifying', 'verify'), ('accepted', 'file'),
  ('filed', 'dispatch'), ('dispatched', 'handle'), ('handling', 'handle'), ('checking', 'check'), ('closing', 'close');

-- What happens to the clocks: begin a run, halt, go on with what is left, add the limit once more.
create temp table moves as
with clock_changes as (
  select case_id, version, 0 as part, at, b.clock, 'halt' as action
  from stages left join stage_clock b on b.stage = stage_before left join stage_clock a on a.stage = stages.stage
  where b.clock is distinct from a.clock and b.clock is not null
  union all
  select case_id, version, 1, at, a.clock,
    case when stage_before = 'verifying' and stages.stage = 'reported' or type = 'CaseChecked' and stages.stage = 'dispatched'
      then 'resume' else 'begin' end
  from stages left join stage_clock b on b.stage = stage_before join stage_clock a on a.stage = stages.stage
  where b.clock is distinct from a.clock or type = 'CaseDispatched'
  union all
  select case_id, version, 1, at, data ->> 'kind', 'begin' from case_events
  where type = 'CaseTaskReassigned' or type in ('CaseTaskSent', 'CaseTaskCancelled') and data ->> 'kind' = 'check'
  union all
  select case_id, version, 1, at, 'handle', case type when 'CaseSuspended' then 'halt' when 'CaseResumed' then 'resume' else 'extend' end
  from case_events where type in ('CaseSuspended', 'CaseResumed', 'CaseExtended')
)
select clock_changes.*, row_number() over (partition by clock_changes.case_id, clock_changes.clock order by clock_changes.version, clock_changes.part) as n,
  coalesce(filed.amount, (stage_limit ->> 'limit')::numeric) as amount, coalesce(filed.unit, stage_limit ->> 'unit') as unit,
  (rules.data #>> '{lights,yellow}')::numeric as yellow, (rules.data #>> '{lights,red}')::numeric as red
from clock_changes
join case_events as reported on reported.case_id = clock_changes.case_id and reported.type = 'CaseReported'
join rules on rules.rules_version = reported.data ->> 'rulesVersion'
cross join lateral (select rules.data -> 'stages' -> clock_changes.clock as stage_limit) as of_stage
left join lateral (
  select limits.amount, limits.unit from case_events as f
  join limits on limits.standard_id = f.data #>> '{standard,standardId}'
    and limits.standard_version = (f.data #>> '{standard,standardVersion}')::int and limits.row_id = f.data #>> '{standard,rowId}'
  where f.case_id = clock_changes.case_id and f.type = 'CaseFiled' and f.version < clock_changes.version order by f.version desc limit 1
) as filed on clock_changes.clock = 'handle';
create unique index on moves (case_id, clock, n);
analyze moves;

-- The clocks after each of their moves, one move after the other. What a clock passed stays passed until an extension.
create temp table clock_states as
with recursive walked as (
  select m.case_id, m.clock, m.version, m.n, 0 as run, false as running, m.at as since, 0::bigint as used, 0 as extensions,
    m.amount, m.unit, m.yellow, m.red, 'none' as action, null::timestamptz as yellow_at, null::timestamptz as red_at,
    null::timestamptz as deadline, 0 as light, false as overdue
  from (select *, n - 1 as before from moves) m where m.n = 1
  union all
  select m.case_id, m.clock, m.version, m.n + 1, s.run, s.running, s.since, s.used, s.extensions, s.amount, s.unit, m.yellow, m.red,
    m.action, t.yellow_at, t.red_at, t.deadline,
    case when m.action = 'begin' then 0 when m.action = 'extend' then l.light else greatest(w.light, h.light) end,
    case when m.action = 'begin' then false when m.action = 'extend' then m.at > t.deadline else w.overdue or h.overdue end
  from walked w
  join moves m on m.case_id = w.case_id and m.clock = w.clock and m.n = w.n
  cross join lateral (
    select case when w.running then (m.at >= w.yellow_at)::int + (m.at > w.red_at)::int else 0 end as light,
      w.running and m.at > w.deadline as overdue
  ) as h
  cross join lateral (
    select w.run + (m.action = 'begin')::int as run,
      case m.action when 'halt' then false when 'extend' then w.running else true end as running,
      case when m.action = 'begin' or m.action = 'resume' and not w.running then m.at else w.since end as since,
      case when m.action = 'begin' then 0
        when m.action = 'halt' and w.running then w.used + pg_temp.counted(w.unit, w.since, m.at) else w.used end as used,
      case m.action when 'begin' then 0 when 'extend' then w.extensions + 1 else w.extensions end as extensions,
      case m.action when 'begin' then m.amount else w.amount end as amount,
      case m.action when 'begin' then m.unit else w.unit end as unit
  ) as s
  cross join lateral (select pg_temp.limit_ms(s.amount, s.unit) * (1 + s.extensions) as whole) as g
  cross join lateral (
    select
      case when m.action = 'halt' or m.action = 'resume' and w.light >= 1 then w.yellow_at
        else pg_temp.over_at(s.unit, s.since, round(g.whole * m.yellow)::bigint - s.used) end as yellow_at,
      case when m.action = 'halt' or m.action = 'resume' and w.light >= 2 then w.red_at
        else pg_temp.over_at(s.unit, s.since, round(g.whole * m.red)::bigint - s.used) end as red_at,
      case when m.action = 'halt' or m.action = 'resume' and w.overdue then w.deadline
        else pg_temp.over_at(s.unit, s.since, g.whole - s.used) end as deadline
  ) as t
  cross join lateral (select (m.at >= t.yellow_at)::int + (m.at > t.red_at)::int as light) as l
)
select * from walked where action <> 'none';
create unique index on clock_states (case_id, clock, n);
analyze clock_states;

create temp table recomputed_clocks as
select distinct on (case_id, clock) case_id, clock, run, extensions, yellow_at, red_at, deadline,
  case when running then greatest(light, (now.at >= yellow_at)::int + (now.at > red_at)::int) else light end as light,
  overdue or running and now.at > deadline as overdue
from clock_states, (select current_setting('city.now')::timestamptz as at) as now
order by case_id, clock, n desc;

create temp table recomputed_cases as
with facts as (
  select case_id,
    max(data ->> 'caseNumber') filter (where type = 'CaseReported') as case_number,
    (array_agg(data ->> 'departmentId' order by version desc) filter (where type = 'CaseDispatched'))[1] as department_id,
    count(*) filter (where type = 'CaseChecked' and not (data ->> 'passed')::boolean)::int as reworks,
    count(*) filter (where type = 'CaseReturned') > 0 as returned,
    count(*) filter (where type = 'CaseExtended') > 0 as extended,
    count(*) filter (where type = 'CaseSuspended') > 0 as suspended,
    count(*) filter (where type = 'CaseDeferred') > 0 as deferred,
    count(*) filter (where type = 'CaseSupervised') > 0 as supervised,
    count(*) filter (where type = 'CaseUrged') > 0 as urged,
    count(*) filter (where type = 'CaseAppealed') > 0 as appealed,
    count(distinct data ->> 'departmentId') filter (where type = 'CaseDispatched') > 1 as wrong_dispatch
  from case_events group by case_id
), last_stage as (
  select distinct on (case_id) case_id, stage from stages order by case_id, version desc
)
select facts.*, stage, handle.deadline, coalesce(current.overdue, false) as overdue, current.light
from facts join last_stage using (case_id)
left join recomputed_clocks as handle on handle.case_id = facts.case_id and handle.clock = 'handle'
left join stage_clock using (stage)
left join recomputed_clocks as current on current.case_id = facts.case_id and current.clock = stage_clock.clock;
