import { accepted, type Decider, type Decision, refused } from '../../commands/decider.ts';
import { derivedId } from '../../platform/ids.ts';
import type { SessionClosed, UsedFactor, UserEvent } from '../events.ts';
import type { UserCommand } from './commands.ts';
import { assignRole, decideRightsChange, requestRightsChange, revokeRole } from './rights-changes.ts';
import {
  evolveUser,
  type OpenSession,
  type RegisteredUser,
  type SecondFactor,
  type UserState,
} from './state.ts';

export const LOGIN_NAME = /^[a-z0-9._-]{2,32}$/;

/** The user id that belongs to a login name: two users of one name would share a stream, so names are unique. */
export const userIdOf = (loginName: string): string => derivedId('user', loginName);
export const userStream = (userId: string): string => `user-${userId}`;

const closed = (userId: string, sessions: readonly OpenSession[], at: string): SessionClosed[] =>
  sessions.map(({ sessionId }) => ({ type: 'SessionClosed', data: { userId, sessionId, at } }));

const closeSessions = (user: RegisteredUser, at: string, keep: string | null): SessionClosed[] =>
  closed(
    user.userId,
    user.sessions.filter(({ sessionId }) => sessionId !== keep),
    at,
  );

const register = (command: Extract<UserCommand, { type: 'RegisterUser' }>): Decision<UserEvent> => {
  const { userId, loginName, displayName, passwordHash, mustChangePassword, homeDivision, at } = command;
  if (!LOGIN_NAME.test(loginName)) {
    return refused('loginNameInvalid', '登录名应为 2 至 32 位小写字母、数字、点、下划线或连字符');
  }
  return accepted({
    type: 'UserRegistered',
    data: { userId, loginName, displayName, passwordHash, mustChangePassword, homeDivision, at },
  });
};

const openSession = (
  command: Extract<UserCommand, { type: 'OpenSession' }>,
  user: RegisteredUser,
): Decision<UserEvent> => {
  const { sessionId, at, expiresAt, network, addressKey, secondFactor } = command;
  if (user.status === 'disabled') return refused('userDisabled', '用户已停用');
  if (!(Date.parse(at) < Date.parse(expiresAt)))
    return refused('sessionInvalid', '会话失效时间应晚于开始时间');
  if (user.sessions.some((each) => each.sessionId === sessionId)) {
    return refused('sessionExists', '会话编号已被使用');
  }
  if (user.secondFactor !== null) {
    const problem = factorProblem(user.secondFactor, secondFactor);
    if (problem !== undefined) return problem;
  }
  const alive = user.sessions.filter((each) => Date.parse(each.expiresAt) > Date.parse(at));
  const tooMany = alive.slice(0, Math.max(0, alive.length + 1 - command.maxSessions));
  return accepted<UserEvent>(...closed(user.userId, tooMany, at), {
    type: 'SessionOpened',
    data: { userId: user.userId, sessionId, at, expiresAt, network, addressKey, secondFactor },
  });
};

/** Each code can be used once: the step of the last one is in the state, and two simultaneous sign-ins conflict in the stream's version. */
const factorProblem = (factor: SecondFactor, used: UsedFactor | null): Decision<UserEvent> | undefined => {
  if (used === null) return refused('secondFactorNeeded', '请输入动态口令');
  const fresh =
    used.kind === 'totp' ? used.step > factor.lastStep : factor.recoveryDigests.includes(used.digest);
  return fresh ? undefined : refused('secondFactorWrong', '动态口令错误或已使用');
};

const decideRegistered = (
  command: Exclude<UserCommand, { type: 'RegisterUser' }>,
  user: RegisteredUser,
): Decision<UserEvent> => {
  const { userId } = user;
  switch (command.type) {
    case 'ChangePassword': {
      const { passwordHash, at, keepSessionId } = command;
      // Anyone who signed in with the old password is signed out.
      return accepted<UserEvent>(
        { type: 'UserPasswordChanged', data: { userId, passwordHash, at, how: 'self' } },
        ...closeSessions(user, at, keepSessionId),
      );
    }
    case 'IssuePasswordReset': {
      const { codeDigest, at, expiresAt } = command;
      if (user.status === 'disabled') return refused('userDisabled', '用户已停用');
      return accepted({ type: 'PasswordResetIssued', data: { userId, codeDigest, at, expiresAt } });
    }
    case 'ResetPassword': {
      const { codeDigest, passwordHash, at } = command;
      const code = user.resetCode;
      if (
        user.status === 'disabled' ||
        code === null ||
        code.digest !== codeDigest ||
        !(Date.parse(at) < Date.parse(code.expiresAt))
      )
        return refused('resetCodeInvalid', '重置码错误、已使用或已过期');
      return accepted<UserEvent>(
        { type: 'UserPasswordChanged', data: { userId, passwordHash, at, how: 'resetCode' } },
        ...closeSessions(user, at, null),
      );
    }
    case 'OfferSecondFactor':
      return user.secondFactor === null
        ? accepted({ type: 'SecondFactorOffered', data: { userId, secret: command.secret, at: command.at } })
        : refused('secondFactorExists', '已启用动态口令');
    case 'ConfirmSecondFactor': {
      const { step, recoveryDigests, at, sessionId } = command;
      if (user.secondFactor !== null) return refused('secondFactorExists', '已启用动态口令');
      if (user.offeredSecret === null) return refused('secondFactorNotOffered', '请先申请动态口令');
      // The other sessions were opened without it.
      return accepted<UserEvent>(
        { type: 'SecondFactorEnrolled', data: { userId, at, step, recoveryDigests } },
        ...closeSessions(user, at, sessionId),
      );
    }
    case 'RemoveSecondFactor': {
      if (user.secondFactor === null) return refused('secondFactorMissing', '未启用动态口令');
      // Null: removed by an administrator, so that a lost device is no obstacle.
      const problem = command.used === null ? undefined : factorProblem(user.secondFactor, command.used);
      if (problem !== undefined) return problem;
      return accepted({ type: 'SecondFactorRemoved', data: { userId, at: command.at } });
    }
    case 'AssignRole':
      return assignRole(command.assignment, user);
    case 'RevokeRole':
      return revokeRole(command.assignmentId, user);
    case 'RequestRightsChange':
      return requestRightsChange(command, user);
    case 'DecideRightsChange':
      return decideRightsChange(command, user);
    case 'DisableUser': {
      const reason = command.reason.trim();
      if (reason === '') return refused('reasonMissing', '请填写停用原因');
      if (user.status === 'disabled') return accepted();
      return accepted<UserEvent>(
        { type: 'UserDisabled', data: { userId, reason } },
        ...closeSessions(user, command.at, null),
      );
    }
    case 'EnableUser':
      return user.status === 'active' ? accepted() : accepted({ type: 'UserEnabled', data: { userId } });
    case 'OpenSession':
      return openSession(command, user);
    case 'CloseSession': {
      const { sessionId, at } = command;
      return user.sessions.some((each) => each.sessionId === sessionId)
        ? accepted({ type: 'SessionClosed', data: { userId, sessionId, at } })
        : accepted();
    }
    case 'CloseAllSessions':
      return accepted(...closeSessions(user, command.at, null));
    default:
      return command satisfies never;
  }
};

/** A person's account: roles, password, sessions. Disabling and a new password close sessions at once. */
export const userDecider: Decider<UserState, UserCommand, UserEvent> = {
  initialState: { status: 'unknown' },
  decide: (command, state) => {
    if (command.type === 'RegisterUser') {
      return state.status === 'unknown' ? register(command) : refused('userExists', '用户已存在');
    }
    return state.status === 'unknown'
      ? refused('userNotFound', '用户不存在')
      : decideRegistered(command, state);
  },
  evolve: evolveUser,
};
