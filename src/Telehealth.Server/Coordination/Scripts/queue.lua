-- One department's queue, each operation atomic.
-- KEYS: order (sorted set, entry -> score), claims (hash, entry -> fence|claimant|expiresAt|score), meta (hash: built, fence)
-- ARGV: operation, now in ms, then what the operation needs. Answers 'unbuilt' until the rows were loaded once.
local order, claims, meta = KEYS[1], KEYS[2], KEYS[3]
local operation, now = ARGV[1], tonumber(ARGV[2])

local function last_fence()
  return tonumber(redis.call('HGET', meta, 'fence') or '0')
end

-- %.0f: Lua's own conversion would write microseconds as 1.7e+15.
local function keep_fence(fence)
  redis.call('HSET', meta, 'fence', string.format('%.0f', fence))
end

local function parse(claim)
  local fence, claimant, expires_at, score = string.match(claim, '^(%d+)|(%x+)|(%d+)|(%d+)$')
  return { fence = fence, claimant = claimant, expires_at = tonumber(expires_at), score = score }
end

local function give_back(entry, claim)
  redis.call('HDEL', claims, entry)
  redis.call('ZADD', order, claim.score, entry)
end

local function claim(entry, score, claimant, lifetime, floor)
  local fence = math.max(last_fence() + 1, floor)
  keep_fence(fence)
  local text = string.format('%.0f', fence)
  redis.call('ZREM', order, entry)
  redis.call('HSET', claims, entry, text .. '|' .. claimant .. '|' .. string.format('%.0f', now + lifetime) .. '|' .. score)
  return { entry, text }
end

local function return_expired()
  local all = redis.call('HGETALL', claims)
  for i = 1, #all, 2 do
    local held = parse(all[i + 1])
    if held.expires_at <= now then
      give_back(all[i], held)
    end
  end
end

local function place(entry, score, fence)
  redis.call('ZADD', order, score, entry)
  if fence > last_fence() then
    keep_fence(fence)
  end
end

if operation == 'build' or operation == 'rebuild' then
  if operation == 'build' and redis.call('HEXISTS', meta, 'built') == 1 then
    return 'ok'
  end
  redis.call('DEL', order)
  for i = 3, #ARGV, 3 do
    if redis.call('HEXISTS', claims, ARGV[i]) == 0 then
      place(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
    end
  end
  redis.call('HSET', meta, 'built', '1')
  return 'ok'
end

if redis.call('HEXISTS', meta, 'built') == 0 then
  return 'unbuilt'
end
return_expired()

if operation == 'enqueue' then
  redis.call('HDEL', claims, ARGV[3])
  place(ARGV[3], ARGV[4], tonumber(ARGV[5]))
  return 'ok'
elseif operation == 'remove' then
  redis.call('HDEL', claims, ARGV[3])
  redis.call('ZREM', order, ARGV[3])
  return 'ok'
elseif operation == 'list' then
  return redis.call('ZRANGE', order, 0, -1)
elseif operation == 'place' then
  local rank = redis.call('ZRANK', order, ARGV[3])
  return rank and rank + 1 or 0
elseif operation == 'next' then
  local first = redis.call('ZRANGE', order, 0, 0)[1]
  if not first then
    return {}
  end
  local score = string.format('%.0f', tonumber(redis.call('ZSCORE', order, first)))
  return claim(first, score, ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]))
elseif operation == 'claim' then
  local score = redis.call('ZSCORE', order, ARGV[6])
  if score then
    return claim(ARGV[6], string.format('%.0f', tonumber(score)), ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]))
  end
  local held = redis.call('HGET', claims, ARGV[6])
  held = held and parse(held)
  if held and held.claimant == ARGV[3] then
    return claim(ARGV[6], held.score, ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]))
  end
  return {}
elseif operation == 'release' then
  local held = redis.call('HGET', claims, ARGV[3])
  held = held and parse(held)
  if held and held.fence == ARGV[4] then
    give_back(ARGV[3], held)
  end
  return 'ok'
end
return redis.error_reply('unknown operation ' .. operation)
