-- One department's queue, each operation atomic and O(log n). QueueOrder.cs decides the same.
-- KEYS: facts (hash, who waits or is claimed -> fact; fence, there once the queue is built; epoch; soonest, before which no claim ends), due (sorted set, who is claimed -> when the
--       claim ends), line (sorted set, who waits for anybody; those of a named doctor in line:<doctor>)
-- A fact is the urgency (1 digit), the joining time (13), the named doctor (32 or nothing), |, the previous doctor (32 or nothing), |, the
-- language, and of a claimed entry also |, the claimant (32), the fence. A line's members are facts with the entry behind the time: at equal
-- scores Redis sorts them by text, which is the order.
-- ARGV: operation, now in ms (empty: by Redis' clock), then what the operation needs.
-- Answers a list that begins with 'ok', or 'unbuilt' and the epoch from which on the rows must be read.
-- Each operation stands before the functions that it does without: making a function is paid by every call that comes by.
local facts, due, line = KEYS[1], KEYS[2], KEYS[3]
local call, sub, byte = redis.call, string.sub, string.byte
local operation, BAR = ARGV[1], 124
local known = call('HMGET', facts, 'fence', 'soonest')
local last_fence, soonest = known[1], known[2]

if not last_fence then
  local epoch = call('HGET', facts, 'epoch')
  if not epoch then
    epoch = table.concat(call('TIME'), '.')
    call('HSET', facts, 'epoch', epoch)
  end
  -- The rows that make a build must have been read after the store was empty: only then they hold the epoch that it got since.
  if operation ~= 'build' or epoch ~= ARGV[3] then
    return { 'unbuilt', epoch }
  end
end

local function line_of(fact)
  return byte(fact, 15) == BAR and line or line .. ':' .. sub(fact, 15, 46)
end

local function member_of(entry, fact)
  return sub(fact, 1, 14) .. entry .. sub(fact, 15)
end

if operation == 'remove' then
  local entry = ARGV[3]
  if call('ZREM', due, entry) == 0 then
    local fact = call('HGET', facts, entry)
    if fact then
      call('ZREM', line_of(fact), member_of(entry, fact))
    end
  end
  call('HDEL', facts, entry)
  return { 'ok' }
end

-- The fact without the claim, the claimant and the fence of the claim.
local function parse(fact)
  local free, claimant, fence = string.match(fact, '^([^|]*|[^|]*|[^|]*)|(%x+) (%d+)$')
  return free or fact, claimant, fence
end

if operation == 'enqueue' or operation == 'missing' or operation == 'build' then
  local function enqueue(entry, fact, seen)
    if tonumber(seen) > tonumber(last_fence) then
      last_fence = seen
      call('HSET', facts, 'fence', seen)
    end
    if call('HSETNX', facts, entry, fact) == 0 then
      local old, claimant, fence = parse(call('HGET', facts, entry))
      if claimant and tonumber(fence) > tonumber(seen) then
        call('HSET', facts, entry, fact .. '|' .. claimant .. ' ' .. fence)
        return
      end
      call('HSET', facts, entry, fact)
      if claimant then
        call('ZREM', due, entry)
      else
        call('ZREM', line_of(old), member_of(entry, old))
      end
    end
    call('ZADD', line_of(fact), '0', member_of(entry, fact))
  end

  if operation == 'enqueue' then
    enqueue(ARGV[3], ARGV[4], ARGV[5])
    return { 'ok' }
  end

  local function add_missing(first)
    local added = 0
    for i = first, #ARGV, 3 do
      if call('HEXISTS', facts, ARGV[i]) == 0 then
        enqueue(ARGV[i], ARGV[i + 1], ARGV[i + 2])
        added = added + 1
      end
    end
    return { 'ok', added }
  end

  if operation == 'build' then
    if not last_fence then
      last_fence = '0'
      call('HSET', facts, 'fence', last_fence)
      add_missing(4)
    end
    return { 'ok' }
  end
  return add_missing(3)
end

local function return_claim(entry, fact)
  call('ZREM', due, entry)
  call('HSET', facts, entry, fact)
  call('ZADD', line_of(fact), '0', member_of(entry, fact))
end

if operation == 'release' then
  local held = call('HGET', facts, ARGV[3])
  local fact, _, fence = parse(held or '')
  if fence == ARGV[4] then
    return_claim(ARGV[3], fact)
  end
  return { 'ok' }
end

local time = call('TIME')
local now = tonumber(ARGV[2]) or time[1] * 1000 + math.floor(time[2] / 1000)

-- Before anybody is read or taken; what was done above leaves a claim that has ended as it was.
if soonest and tonumber(soonest) <= now then
  for _, entry in ipairs(call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', '0', '100')) do
    return_claim(entry, (parse(call('HGET', facts, entry))))
  end
  soonest = call('ZRANGE', due, '0', '0', 'WITHSCORES')[2]
  if soonest then
    call('HSET', facts, 'soonest', soonest)
  else
    call('HDEL', facts, 'soonest')
  end
end

if operation == 'list' then
  local all, answer = call('HGETALL', facts), { 'ok' }
  for i = 1, #all, 2 do
    local _, claimant = parse(all[i + 1])
    if not claimant and #all[i] == 32 then
      answer[#answer + 1], answer[#answer + 2] = all[i], all[i + 1]
    end
  end
  return answer
end

-- Claims: 3 claimant, 4 for how long in ms, 5 floors of fences in a ms. %.0f: Lua's own conversion would write microseconds as 1.7e+15.
local function claim(entry, fact)
  local fence = string.format('%.0f', math.max(tonumber(last_fence) + 1, now * tonumber(ARGV[5])))
  local ends = string.format('%.0f', now + tonumber(ARGV[4]))
  call('HSET', facts, 'fence', fence, entry, fact .. '|' .. ARGV[3] .. ' ' .. fence)
  call('ZADD', due, ends, entry)
  if not soonest or tonumber(ends) < tonumber(soonest) then
    call('HSET', facts, 'soonest', ends)
  end
  return { 'ok', entry, fence }
end

if operation == 'claim' then
  local entry = ARGV[6]
  local found = call('HGET', facts, entry)
  if not found then
    return { 'ok' }
  end
  local fact, claimant = parse(found)
  if not claimant and (byte(fact, 15) == BAR or sub(fact, 15, 46) == ARGV[3]) then
    call('ZREM', line_of(fact), member_of(entry, fact))
  elseif claimant ~= ARGV[3] then
    return { 'ok' }
  end
  return claim(entry, fact)
elseif operation ~= 'next' then
  return redis.error_reply('unknown operation ' .. operation)
end

-- Next: 6 languages between commas, 7 the policy in numbers of 6 digits: continuity, language, candidates, then bound and head start by class.
local own, classes = line .. ':' .. ARGV[3], #ARGV[7] / 12 - 1.5

local function rule(number)
  return tonumber(sub(ARGV[7], number * 6 - 5, number * 6))
end

-- The first of this urgency, or of the next one that anybody has.
local function head(key, urgency)
  return call('ZRANGEBYLEX', key, '[' .. urgency, '+', 'LIMIT', '0', '1')[1]
end

local function urgency_of(member)
  return byte(member) - 48
end

local function beyond(member, key, urgency)
  if member and urgency_of(member) == urgency then
    return head(key, urgency + 1)
  end
  return member
end

local function waited(member)
  return math.max(0, math.floor((now - tonumber(sub(member, 2, 14))) / 60000))
end

-- Continuity and language.
local spoken = {}
local function suiting(member)
  local at = byte(member, 47) == BAR and 48 or 80
  if byte(member, at) == BAR then
    at = at + 1
  elseif sub(member, at, at + 31) == ARGV[3] then
    return rule(1)
  else
    at = at + 33
  end
  local language = sub(member, at)
  if not spoken[language] then
    local speaks = language ~= '' and string.find(ARGV[6], ',' .. language .. ',', 1, true)
    spoken[language] = speaks and rule(2) or 0
  end
  return spoken[language]
end

-- The first few of the class, of both lines in the order of arrival; at the same points who came first.
local function preferred(urgency, has_own)
  local low, high, few = '[' .. urgency, '(' .. (urgency + 1), rule(3)
  local found = call('ZRANGEBYLEX', line, low, high, 'LIMIT', '0', few)
  local other = has_own and call('ZRANGEBYLEX', own, low, high, 'LIMIT', '0', few) or {}
  local best, best_points, i, j = nil, -1, 1, 1
  for _ = 1, few do
    local member = found[i]
    if not member or (other[j] and other[j] < member) then
      member, j = other[j], j + 1
    else
      i = i + 1
    end
    if not member then
      break
    end
    local points = waited(member) + suiting(member)
    if points > best_points then
      best, best_points = member, points
    end
  end
  return best
end

local function next_member()
  local open, named = head(line, 1), head(own, 1)
  local has_own = named
  local best, best_points, best_overdue
  while open or named do
    local first = (not named or (open and open < named)) and open or named
    local urgency, minutes = urgency_of(first), waited(first)
    local points, overdue = rule(3 + urgency * 2) + minutes, minutes >= rule(2 + urgency * 2)
    if not best or points > best_points then
      best, best_points, best_overdue = first, points, overdue
    end
    if overdue or urgency == classes then
      break
    end
    open, named = beyond(open, line, urgency), beyond(named, own, urgency)
  end
  if best and not best_overdue then
    return preferred(urgency_of(best), has_own)
  end
  return best
end

local member = next_member()
if not member then
  return { 'ok' }
end
call('ZREM', byte(member, 47) == BAR and line or own, member)
return claim(sub(member, 15, 46), sub(member, 1, 14) .. sub(member, 47))
