-- KEYS: lease. ARGV: operation, node, epoch, lifetime in ms, the lease as it was seen.
-- A lease is "epoch node". Epochs are times in ms where nothing higher is known, so that they grow over an empty Redis too.
local held = redis.call('GET', KEYS[1])
local epoch, holder = 0, false
if held then
  local space = string.find(held, ' ', 1, true)
  epoch = tonumber(string.sub(held, 1, space - 1))
  holder = string.sub(held, space + 1)
end
local function write(least)
  local lease = string.format('%.0f', math.max(tonumber(ARGV[3]), least)) .. ' ' .. ARGV[2]
  redis.call('SET', KEYS[1], lease, 'PX', ARGV[4])
  return lease
end
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
if ARGV[1] == 'hold' then
  if not held then
    return write(now())
  end
  if holder == ARGV[2] then
    return write(epoch)
  end
  if tonumber(ARGV[3]) > epoch then
    return write(0)
  end
elseif ARGV[1] == 'take' and (held or '') == ARGV[5] then
  return write(math.max(now(), epoch + 1))
elseif ARGV[1] == 'release' and holder == ARGV[2] then
  redis.call('DEL', KEYS[1])
  return ''
end
return held or ''
