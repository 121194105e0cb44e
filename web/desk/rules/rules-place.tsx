import { Redirect, Route, Switch } from 'wouter';
import './rules.css';
import { AlarmRuleFormPage } from './alarms/rule-form-page.tsx';
import { AlarmRuleListPage } from './alarms/rule-list-page.tsx';
import { AlarmRulePage } from './alarms/rule-page.tsx';
import { CodeSetListPage } from './codes/code-set-list-page.tsx';
import { CodeSetPage } from './codes/code-set-page.tsx';
import { DispatchRulesPage } from './dispatch/dispatch-rules-page.tsx';
import { StandardListPage } from './standards/standard-list-page.tsx';
import { StandardPage } from './standards/standard-page.tsx';

/** What a city decides by: filing standards, category codes, dispatch rules, alarm rules. */
const RulesPlace = () => (
  <Switch>
    <Route path="/rules/standards" component={StandardListPage} />
    <Route path="/rules/standards/:standardId">
      {({ standardId }) => <StandardPage key={standardId} standardId={standardId} />}
    </Route>
    <Route path="/rules/codes" component={CodeSetListPage} />
    <Route path="/rules/codes/:codeSetId">
      {({ codeSetId }) => <CodeSetPage key={codeSetId} codeSetId={codeSetId} />}
    </Route>
    <Route path="/rules/dispatch" component={DispatchRulesPage} />
    <Route path="/rules/alarms" component={AlarmRuleListPage} />
    <Route path="/rules/alarms/new">
      <AlarmRuleFormPage />
    </Route>
    <Route path="/rules/alarms/:ruleId">
      {({ ruleId }) => <AlarmRulePage key={ruleId} ruleId={ruleId} />}
    </Route>
    <Route path="/rules/alarms/:ruleId/edit">{({ ruleId }) => <AlarmRuleFormPage ruleId={ruleId} />}</Route>
    <Route>
      <Redirect to="/rules/standards" replace />
    </Route>
  </Switch>
);
export default RulesPlace;
