-- One scope's presence. Every operation also ends what expired, and answers the changes that nobody was told yet as member, state, ...
-- KEYS: tabs (sorted set, member|tab -> expires at ms), members (hash, member -> told|chosen|engaged), due (sorted set, scope -> first expiry)
-- ARGV: operation, now in ms, scope, then what the operation needs. States are the numbers of PresenceState.
local tabs, members, due = KEYS[1], KEYS[2], KEYS[3]
local operation, now, scope = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local in_consultation, offline = '2', '4'

local function parse(text)
  local told, chosen, engaged = string.match(text or (offline .. '|0|0'), '^(%d)|(%d)|(%d)$')
  return { told = told, chosen = chosen, engaged = engaged }
end

local function keep(member, value)
  redis.call('HSET', members, member, value.told .. '|' .. value.chosen .. '|' .. value.engaged)
end

local function load(member)
  return parse(redis.call('HGET', members, member))
end

if operation == 'beat' then
  redis.call('ZADD', tabs, tonumber(ARGV[6]), ARGV[4] .. '|' .. ARGV[5])
  if redis.call('HEXISTS', members, ARGV[4]) == 0 then
    keep(ARGV[4], load(ARGV[4]))
  end
elseif operation == 'choose' then
  local value = load(ARGV[4])
  value.chosen = ARGV[5]
  keep(ARGV[4], value)
elseif operation == 'engage' then
  local value = load(ARGV[4])
  value.engaged = ARGV[5]
  keep(ARGV[4], value)
end

redis.call('ZREMRANGEBYSCORE', tabs, '-inf', now)
local here = {}
for _, tab in ipairs(redis.call('ZRANGE', tabs, 0, -1)) do
  here[string.match(tab, '^%x+')] = true
end

local changes, present = {}, {}
local all = redis.call('HGETALL', members)
for i = 1, #all, 2 do
  local member, value = all[i], parse(all[i + 1])
  local state = not here[member] and offline or value.engaged == '1' and in_consultation or value.chosen
  if operation ~= 'list' then
    if state ~= value.told then
      value.told = state
      keep(member, value)
      table.insert(changes, member)
      table.insert(changes, state)
    end
    if state == offline and value.engaged == '0' then
      redis.call('HDEL', members, member)
    end
  elseif state ~= offline then
    table.insert(present, member)
    table.insert(present, state)
  end
end
if operation == 'list' then
  return present
end

local first = redis.call('ZRANGE', tabs, 0, 0, 'WITHSCORES')
if first[2] then
  redis.call('ZADD', due, first[2], scope)
else
  redis.call('ZREM', due, scope)
end
-- Somebody engaged whose browser never came back must not stay for ever.
redis.call('PEXPIRE', tabs, 86400000)
redis.call('PEXPIRE', members, 86400000)
return changes
