-- KEYS: hash. ARGV: field, whole number, how long the hash is good for in ms.
-- Compared as text, the longer being the higher: ticks do not fit into Lua's numbers.
local old = redis.call('HGET', KEYS[1], ARGV[1])
if not old or #old < #ARGV[2] or (#old == #ARGV[2] and old < ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return redis.call('PEXPIRE', KEYS[1], ARGV[3])
