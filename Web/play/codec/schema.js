// Made from Proto/client.proto by Web/tools/schema.js; do not edit.

/** Fields by number: name, type, whether repeated. */
export const messages = {
  ClientFrame: {
    1: ['hello', 'Hello'],
    2: ['login', 'Login'],
    3: ['join', 'Join'],
    4: ['input', 'Input'],
    5: ['probe', 'Probe'],
    6: ['bye', 'Bye'],
    7: ['say', 'Say'],
  },
  ServerFrame: {
    1: ['welcome', 'Welcome'],
    2: ['loggedIn', 'LoggedIn'],
    3: ['joined', 'Joined'],
    4: ['snapshot', 'Snapshot'],
    5: ['probeReply', 'ProbeReply'],
    6: ['error', 'Error'],
    7: ['bye', 'Bye'],
    8: ['chatLine', 'ChatLine'],
    9: ['notice', 'Notice'],
  },
  Hello: {
    1: ['version', 'uint32'],
    2: ['client', 'bytes'],
  },
  Welcome: {
    1: ['version', 'uint32'],
    2: ['tickHz', 'uint32'],
    3: ['serverTimeMs', 'uint64'],
    4: ['frameBytesMax', 'uint32'],
    5: ['inputsPerSecondMax', 'uint32'],
    6: ['graceSeconds', 'uint32'],
    7: ['server', 'bytes'],
    8: ['contentVersion', 'bytes'],
  },
  Login: {
    1: ['guest', 'GuestLogin'],
    2: ['resume', 'ResumeLogin'],
    3: ['ticket', 'TicketLogin'],
  },
  GuestLogin: {
    1: ['name', 'bytes'],
  },
  ResumeLogin: {
    1: ['token', 'bytes'],
  },
  TicketLogin: {
    1: ['ticket', 'bytes'],
  },
  LoggedIn: {
    1: ['account', 'uint64'],
    2: ['character', 'uint64'],
    3: ['name', 'bytes'],
    4: ['resumeToken', 'bytes'],
    5: ['lastInput', 'uint64'],
    6: ['resumed', 'bool'],
  },
  Join: {
    1: ['character', 'uint64'],
  },
  Joined: {
    1: ['character', 'uint64'],
    2: ['map', 'uint32'],
    3: ['mapName', 'bytes'],
    4: ['regionEdge', 'uint32'],
    5: ['viewRadius', 'uint32'],
    6: ['columns', 'uint32'],
    7: ['rows', 'uint32'],
    8: ['unitsToSteps', 'uint32'],
  },
  Input: {
    1: ['sequence', 'uint64'],
    2: ['heading', 'Heading'],
    3: ['target', 'Target'],
    4: ['stand', 'Stand'],
    5: ['useSkill', 'UseSkill'],
    6: ['respawn', 'Respawn'],
  },
  UseSkill: {
    1: ['skill', 'uint32'],
    2: ['entity', 'uint64'],
    3: ['dx', 'sint32'],
    4: ['dy', 'sint32'],
  },
  Respawn: {
  },
  Heading: {
    1: ['dx', 'sint32'],
    2: ['dy', 'sint32'],
  },
  Target: {
    1: ['x', 'sint32'],
    2: ['y', 'sint32'],
  },
  Stand: {
  },
  Probe: {
    1: ['nonce', 'uint64'],
  },
  ProbeReply: {
    1: ['nonce', 'uint64'],
    2: ['tick', 'uint64'],
    3: ['region', 'uint32'],
  },
  Snapshot: {
    1: ['tick', 'uint64'],
    2: ['scope', 'Scope'],
    3: ['own', 'OwnState'],
    4: ['appear', 'Appear', true],
    5: ['move', 'uint32', true],
    6: ['vanish', 'uint32', true],
    7: ['vitals', 'uint32', true],
    8: ['event', 'Event', true],
  },
  Event: {
    1: ['kind', 'uint32'],
    2: ['source', 'uint64'],
    3: ['target', 'uint64'],
    4: ['amount', 'uint32'],
    5: ['skill', 'uint32'],
  },
  Scope: {
    1: ['region', 'uint32'],
    2: ['epoch', 'uint64'],
    3: ['originX', 'sint32'],
    4: ['originY', 'sint32'],
    5: ['steps', 'uint32'],
    6: ['shard', 'uint32'],
  },
  OwnState: {
    1: ['x', 'sint32'],
    2: ['y', 'sint32'],
    3: ['lastInput', 'uint64'],
    4: ['applied', 'uint64'],
    5: ['gaps', 'uint64'],
    6: ['duplicates', 'uint64'],
    7: ['sequence', 'uint64'],
    8: ['facing', 'uint32'],
    9: ['health', 'uint32'],
    10: ['healthMax', 'uint32'],
    11: ['mana', 'uint32'],
    12: ['manaMax', 'uint32'],
    13: ['level', 'uint32'],
    14: ['experience', 'uint64'],
    15: ['experienceNext', 'uint64'],
    16: ['kills', 'uint64'],
    17: ['state', 'uint32'],
    18: ['respawnMs', 'uint32'],
    19: ['cooldown', 'uint32', true],
    20: ['speed', 'uint32'],
    21: ['corrections', 'uint32'],
  },
  Appear: {
    1: ['slot', 'uint32'],
    2: ['entity', 'uint64'],
    3: ['x', 'uint32'],
    4: ['y', 'uint32'],
    5: ['kind', 'uint32'],
    6: ['name', 'bytes'],
    7: ['facing', 'uint32'],
    8: ['definition', 'uint32'],
    9: ['level', 'uint32'],
    10: ['health', 'uint32'],
    11: ['state', 'uint32'],
  },
  Error: {
    1: ['code', 'uint32'],
    2: ['message', 'bytes'],
    3: ['retryAfterMs', 'uint32'],
    4: ['fatal', 'bool'],
  },
  Say: {
    1: ['channel', 'uint32'],
    2: ['text', 'bytes'],
    3: ['to', 'bytes'],
  },
  ChatLine: {
    1: ['channel', 'uint32'],
    2: ['character', 'uint64'],
    3: ['name', 'bytes'],
    4: ['text', 'bytes'],
    5: ['to', 'bytes'],
  },
  Notice: {
    1: ['code', 'uint32'],
    2: ['text', 'bytes'],
    3: ['againMs', 'uint32'],
  },
  Bye: {
    1: ['reason', 'bytes'],
  },
};

export const EntityState = Object.freeze({
  ALIVE: 0,
  DEAD: 1,
  FIGHTING: 2,
  FLEEING: 4,
  SAFE: 8,
});

export const EventKind = Object.freeze({
  EVENT_UNKNOWN: 0,
  SKILL_USED: 1,
  DAMAGE: 2,
  HEAL: 3,
  DEATH: 4,
  RESPAWN: 5,
  LEVEL_UP: 6,
  EXPERIENCE: 7,
  SKILL_REFUSED: 8,
  KILL: 9,
});

export const SkillRefusal = Object.freeze({
  SKILL_UNKNOWN: 0,
  SKILL_COOLING_DOWN: 1,
  SKILL_NO_MANA: 2,
  SKILL_OUT_OF_RANGE: 3,
  SKILL_NO_TARGET: 4,
  SKILL_DEAD: 5,
  SKILL_SAFE_ZONE: 6,
  SKILL_NO_SIGHT: 7,
});

export const ErrorCode = Object.freeze({
  UNKNOWN: 0,
  BAD_VERSION: 1,
  MALFORMED: 2,
  OVERSIZE: 3,
  OUT_OF_ORDER: 4,
  RATE_LIMITED: 5,
  BAD_NAME: 6,
  BAD_TOKEN: 7,
  UNKNOWN_CHARACTER: 8,
  FULL: 9,
  UNAVAILABLE: 10,
  TAKEN_OVER: 11,
  SLOW_READER: 12,
  IDLE: 13,
  SHUTTING_DOWN: 14,
  BAD_INPUT: 15,
});

export const ChatChannel = Object.freeze({
  CHAT_UNKNOWN: 0,
  CHAT_NEAR: 1,
  CHAT_ZONE: 2,
  CHAT_WHISPER: 3,
});

export const NoticeCode = Object.freeze({
  NOTICE_UNKNOWN: 0,
  REGION_FULL: 1,
  REGION_AWAY: 2,
  SERVER_RESTARTED: 3,
  MUTED: 4,
  NOBODY_THERE: 5,
  CORRECTED: 6,
});
