-- One department's queue, each operation atomic and O(log n). QueueOrder.cs decides the same.
-- KEYS: facts (hash, who waits or is claimed -> urgency|joined|named doctor|previous doctor|language), claims (hash, entry -> fence|claimant),
--       due (sorted set, claimed entry -> when the claim ends), meta (hash: epoch, built, fence),
--       line (sorted set, who waits for anybody -> urgency and joining time; those of a named doctor in line:<doctor>)
-- ARGV: operation, now in ms, then what the operation needs.
-- Answers a list that begins with 'ok', or 'unbuilt' and the epoch from which on the rows must be read.
local facts, claims, due, meta, line = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local operation, now = ARGV[1], tonumber(ARGV[2])
local CLASS = 10000000000000

-- %.0f: Lua's own conversion would write microseconds as 1.7e+15.
local function whole(number)
  return string.format('%.0f', number)
end

local function parse(fact)
  local urgency, joined, named, previous, language = string.match(fact, '^(%d)|(%d+)|(%x*)|(%x*)|(%a*)$')
  return { urgency = tonumber(urgency), joined = tonumber(joined), named = named, previous = previous, language = language }
end

local function line_of(fact)
  return fact.named == '' and line or line .. ':' .. fact.named
end

local known = redis.call('HMGET', meta, 'built', 'fence', 'epoch')
local last_fence = tonumber(known[2] or '0')

local function keep_fence(fence)
  if fence > last_fence then
    last_fence = fence
    redis.call('HSET', meta, 'fence', whole(fence))
  end
end

local function place(entry, text)
  local fact = parse(text)
  redis.call('ZADD', line_of(fact), whole(fact.urgency * CLASS + fact.joined), entry)
end

local function take_out(entry, text)
  redis.call('ZREM', line_of(parse(text)), entry)
end

local function end_claim(entry)
  redis.call('HDEL', claims, entry)
  redis.call('ZREM', due, entry)
end

local function forget(entry)
  local text = redis.call('HGET', facts, entry)
  if text then
    take_out(entry, text)
    redis.call('HDEL', facts, entry)
    end_claim(entry)
  end
end

local function fence_of(entry)
  local held = redis.call('HGET', claims, entry)
  if held then
    local fence, claimant = string.match(held, '^(%d+)|(%x+)$')
    return fence, claimant
  end
end

local function enqueue(entry, text, fence)
  keep_fence(fence)
  local old = redis.call('HGET', facts, entry)
  local claimed = old and fence_of(entry)
  redis.call('HSET', facts, entry, text)
  if claimed and tonumber(claimed) > fence then
    return
  end
  if claimed then
    end_claim(entry)
  elseif old and old ~= text then
    take_out(entry, old)
  end
  place(entry, text)
end

local function claim(entry, text, claimant, lifetime, floor)
  keep_fence(math.max(last_fence + 1, floor))
  local fence = whole(last_fence)
  take_out(entry, text)
  redis.call('HSET', claims, entry, fence .. '|' .. claimant)
  redis.call('ZADD', due, whole(now + lifetime), entry)
  return { 'ok', entry, fence }
end

local function add_missing(first)
  local added = 0
  for i = first, #ARGV, 3 do
    if redis.call('HEXISTS', facts, ARGV[i]) == 0 then
      enqueue(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
      added = added + 1
    end
  end
  return { 'ok', added }
end

-- Next: 3 claimant, 4 lifetime, 5 floor, 6 languages between commas, 7 continuity, 8 language, 9 candidates, then bound and head start by class.
local function points(joined, urgency)
  local waited = math.max(0, math.floor((now - joined) / 60000))
  return tonumber(ARGV[9 + urgency * 2]) + waited, waited >= tonumber(ARGV[8 + urgency * 2])
end

-- Who waits for anybody, and for the claimant by name.
local function lines()
  local own = line .. ':' .. ARGV[3]
  return redis.call('EXISTS', own) == 1 and { line, own } or { line }
end

-- The first few of a class, each as entry and composed score, in the order of arrival.
local function first_of(urgency, keys, count)
  local low, high = whole(urgency * CLASS), '(' .. whole((urgency + 1) * CLASS)
  local found = redis.call('ZRANGEBYSCORE', keys[1], low, high, 'WITHSCORES', 'LIMIT', 0, count)
  if not keys[2] then
    return found
  end
  local other, merged, i, j = redis.call('ZRANGEBYSCORE', keys[2], low, high, 'WITHSCORES', 'LIMIT', 0, count), {}, 1, 1
  while (found[i] or other[j]) and #merged < count * 2 do
    local at, mine = tonumber(found[i + 1] or 'inf'), tonumber(other[j + 1] or 'inf')
    if found[i] and (not other[j] or at < mine or (at == mine and found[i] < other[j])) then
      merged[#merged + 1], merged[#merged + 2], i = found[i], found[i + 1], i + 2
    else
      merged[#merged + 1], merged[#merged + 2], j = other[j], other[j + 1], j + 2
    end
  end
  return merged
end

-- Continuity and language among the first few; at the same points who came first.
local function preferred(urgency, keys)
  local candidates, entries = first_of(urgency, keys, tonumber(ARGV[9])), {}
  for i = 1, #candidates, 2 do
    entries[#entries + 1] = candidates[i]
  end
  local texts = redis.call('HMGET', facts, unpack(entries))
  local best, best_points
  for i, text in ipairs(texts) do
    local fact = parse(text)
    local score = points(fact.joined, urgency)
    if fact.previous == ARGV[3] then
      score = score + tonumber(ARGV[7])
    elseif fact.language ~= '' and string.find(ARGV[6], ',' .. fact.language .. ',', 1, true) then
      score = score + tonumber(ARGV[8])
    end
    if not best or score > best_points then
      best, best_points = i, score
    end
  end
  return entries[best], texts[best]
end

local function next_entry()
  local keys = lines()
  local best, best_points, best_overdue, best_urgency
  for urgency = 1, (#ARGV - 9) / 2 do
    local head = first_of(urgency, keys, 1)
    if head[1] then
      local score, overdue = points(tonumber(head[2]) - urgency * CLASS, urgency)
      if not best or score > best_points then
        best, best_points, best_overdue, best_urgency = head[1], score, overdue, urgency
      end
      if overdue then
        break
      end
    end
  end
  if best and not best_overdue then
    return preferred(best_urgency, keys)
  end
  return best, best and redis.call('HGET', facts, best)
end

-- The rows that make a build must have been read after the store was empty: only then they hold the epoch that it got since.
if operation == 'build' and known[3] == ARGV[3] and not known[1] then
  add_missing(4)
  redis.call('HSET', meta, 'built', '1')
  known[1] = '1'
end

if not known[1] then
  local epoch = known[3]
  if not epoch then
    epoch = table.concat(redis.call('TIME'), '.')
    redis.call('HSET', meta, 'epoch', epoch)
  end
  return { 'unbuilt', epoch }
end

for _, entry in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', whole(now), 'LIMIT', 0, 100)) do
  end_claim(entry)
  place(entry, redis.call('HGET', facts, entry))
end

if operation == 'build' then
  return { 'ok' }
elseif operation == 'enqueue' then
  enqueue(ARGV[3], ARGV[4], tonumber(ARGV[5]))
  return { 'ok' }
elseif operation == 'missing' then
  return add_missing(3)
elseif operation == 'remove' then
  forget(ARGV[3])
  return { 'ok' }
elseif operation == 'list' then
  local all, held, answer = redis.call('HGETALL', facts), {}, { 'ok' }
  for _, entry in ipairs(redis.call('HKEYS', claims)) do
    held[entry] = true
  end
  for i = 1, #all, 2 do
    if not held[all[i]] then
      answer[#answer + 1], answer[#answer + 2] = all[i], all[i + 1]
    end
  end
  return answer
elseif operation == 'next' then
  local entry, text = next_entry()
  return entry and claim(entry, text, ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])) or { 'ok' }
elseif operation == 'claim' then
  local text = redis.call('HGET', facts, ARGV[6])
  if not text then
    return { 'ok' }
  end
  local fence, claimant = fence_of(ARGV[6])
  local named = parse(text).named
  if (fence and claimant ~= ARGV[3]) or (not fence and named ~= '' and named ~= ARGV[3]) then
    return { 'ok' }
  end
  return claim(ARGV[6], text, ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]))
elseif operation == 'release' then
  if fence_of(ARGV[3]) == ARGV[4] then
    end_claim(ARGV[3])
    place(ARGV[3], redis.call('HGET', facts, ARGV[3]))
  end
  return { 'ok' }
end
return redis.error_reply('unknown operation ' .. operation)
