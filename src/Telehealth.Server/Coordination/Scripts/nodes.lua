-- KEYS: nodes. ARGV: operation, name, description, how long it is good for in ms.
-- A field is "until description", the time by Redis' clock, so that nodes need not agree on one.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[1] == 'write' then
  redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', now + ARGV[4]) .. ' ' .. ARGV[3])
  return {}
end
if ARGV[1] == 'forget' then
  redis.call('HDEL', KEYS[1], ARGV[2])
  return {}
end
local alive = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local space = string.find(fields[i + 1], ' ', 1, true)
  if tonumber(string.sub(fields[i + 1], 1, space - 1)) > now then
    alive[#alive + 1] = string.sub(fields[i + 1], space + 1)
  else
    redis.call('HDEL', KEYS[1], fields[i])
  end
end
return alive
