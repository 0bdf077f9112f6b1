-- Presence of people at places. A heartbeat reads and writes its own person and nobody else.
-- KEYS: people (hash, member -> packed person), due (sorted set, member -> when to look again), prefix of the indexes (one sorted set
-- per place, member -> what was told last: rank, load and capacity as one number, so that who can be asked comes first).
-- ARGV: operation, now (empty: by Redis' clock), lifetime and memory of the absent in ms, then what the operation needs. Members are the 16 bytes of their id,
-- places 17: kind and id. Answers of changes and lists: place, member, state, load, capacity, last seen, version, ...
local people, due, prefix = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = tonumber(ARGV[2]) or time[1] * 1000 + math.floor(time[2] / 1000)
local operation, lifetime, remembered = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local available, busy, in_consultation, away, offline = 0, 1, 2, 3, 4
local gone = 5 * 65536
local max_tabs = 16

-- A person, packed: what they chose and when, consultations under way, how many they can have, when that was read, version, last
-- seen, tabs (id -> {expires at, place, ...}), departments they left (place -> last seen there).
local CHOSEN, CHOSEN_AT, LOAD, CAPACITY, READ_AT, VERSION, SEEN, TABS, LEFT = 1, 2, 3, 4, 5, 6, 7, 8, 9

local function fetch(member)
  local packed = redis.call('HGET', people, member)
  return packed and cmsgpack.unpack(packed)
end

local function keep(member, person)
  redis.call('HSET', people, member, cmsgpack.pack(person))
end

local function index(place)
  local id = string.gsub(string.sub(place, 2), '.', function(byte) return string.format('%02x', string.byte(byte)) end)
  return prefix .. string.sub(place, 1, 1) .. ':' .. id
end

local function is_department(place)
  return string.sub(place, 1, 1) == '0'
end

local function is_here(person, place)
  for _, tab in pairs(person[TABS]) do
    if tab[1] > now then
      for i = 2, #tab do
        if tab[i] == place then
          return true
        end
      end
    end
  end
  return false
end

local function state_of(person, here)
  if not here then
    return offline
  end
  return person[LOAD] > 0 and in_consultation or person[CHOSEN]
end

local function score_of(state, person)
  if state == offline then
    return gone
  end
  local rank = state == available and 0
    or state == in_consultation and (person[LOAD] < person[CAPACITY] and 1 or 2)
    or state == busy and 3
    or 4
  return rank * 65536 + person[LOAD] * 256 + person[CAPACITY]
end

local function last_seen(person)
  local seen = person[SEEN]
  for _, tab in pairs(person[TABS]) do
    seen = math.max(seen, tab[1] - lifetime)
  end
  return seen
end

local function places_of(person)
  local places = {}
  for _, tab in pairs(person[TABS]) do
    for i = 2, #tab do
      places[tab[i]] = true
    end
  end
  for place in pairs(person[LEFT]) do
    places[place] = true
  end
  return places
end

-- Forgets the tabs that expired; who has none left starts afresh.
local function prune(person)
  local ended = false
  for id, tab in pairs(person[TABS]) do
    if tab[1] <= now then
      person[SEEN] = math.max(person[SEEN], tab[1] - lifetime)
      person[TABS][id] = nil
      ended = true
    end
  end
  if ended and next(person[TABS]) == nil then
    person[CHOSEN], person[CHOSEN_AT] = available, 0
  end
  return ended
end

local function add(answer, place, member, state, person)
  local seen = state == offline and person[LEFT][place] or last_seen(person)
  for _, value in ipairs({ place, member, state, person[LOAD], person[CAPACITY], seen, person[VERSION] }) do
    table.insert(answer, value)
  end
end

-- Compares what is with what was told, at the given places, and answers the differences.
local function tell(member, person, places, answer)
  local changed = {}
  for place in pairs(places) do
    local key, here = index(place), is_here(person, place)
    local state = state_of(person, here)
    local score, told = score_of(state, person), tonumber(redis.call('ZSCORE', key, member) or gone)
    if here then
      person[LEFT][place] = nil
    elseif is_department(place) then
      person[LEFT][place] = person[LEFT][place] or last_seen(person)
    end
    if here or is_department(place) then
      redis.call('ZADD', key, score, member)
    else
      redis.call('ZREM', key, member)
    end
    if score ~= told then
      changed[place] = state
    end
  end
  if next(changed) ~= nil then
    person[VERSION] = math.max(person[VERSION] + 1, now)
    for place, state in pairs(changed) do
      add(answer, place, member, state, person)
    end
  end
end

local function forget(member, person)
  for place in pairs(person[LEFT]) do
    redis.call('ZREM', index(place), member)
  end
  redis.call('HDEL', people, member)
  redis.call('ZREM', due, member)
end

local function same_places(tab, first)
  if not tab or #tab - 1 ~= #ARGV - first + 1 then
    return false
  end
  for i = first, #ARGV do
    if tab[i - first + 2] ~= ARGV[i] then
      return false
    end
  end
  return true
end

local function drop_oldest_tab(person)
  local count, oldest = 0, nil
  for id, tab in pairs(person[TABS]) do
    count = count + 1
    if not oldest or tab[1] < person[TABS][oldest][1] then
      oldest = id
    end
  end
  if count > max_tabs then
    person[TABS][oldest] = nil
  end
end

-- Member, tab, chosen state and when (0: nothing chosen), places. Answers first whether the member had no living tab.
local function beat(member, id, chosen, chosen_at, first)
  local answer = { 0 }
  local person = fetch(member) or { available, 0, 0, 1, 0, 0, 0, {}, {} }
  local before = places_of(person)
  local changed = prune(person)
  if next(person[TABS]) == nil then
    answer[1] = 1
    redis.call('ZADD', due, now + lifetime, member)
  end
  if chosen_at > person[CHOSEN_AT] then
    changed = changed or chosen ~= person[CHOSEN]
    person[CHOSEN], person[CHOSEN_AT] = chosen, chosen_at
  end
  if not same_places(person[TABS][id], first) then
    changed = true
  end
  local tab = { now + lifetime }
  for i = first, #ARGV do
    table.insert(tab, ARGV[i])
    before[ARGV[i]] = true
  end
  person[TABS][id] = tab
  if changed then
    drop_oldest_tab(person)
    tell(member, person, before, answer)
  end
  keep(member, person)
  return answer
end

-- Member, consultations under way, how many they can have, when that was read.
local function engage(member, load, capacity, read_at)
  local answer = { 0 }
  local person = fetch(member)
  if not person and load == 0 then
    return answer
  end
  if not person then
    person = { available, 0, 0, 1, 0, 0, now, {}, {} }
    redis.call('ZADD', due, now + remembered, member)
  end
  if read_at >= person[READ_AT] then
    person[LOAD], person[CAPACITY], person[READ_AT] = load, capacity, read_at
    tell(member, person, places_of(person), answer)
    keep(member, person)
  end
  return answer
end

-- At most so many people. Answers first how many there were.
local function sweep(limit)
  local members = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
  local answer = { #members }
  for _, member in ipairs(members) do
    local person = fetch(member)
    local places = person and places_of(person)
    if not person or (next(person[TABS]) == nil and person[SEEN] + remembered <= now) then
      forget(member, person or { [LEFT] = {} })
    else
      local ended = prune(person)
      for place, seen in pairs(person[LEFT]) do
        if seen + remembered <= now then
          redis.call('ZREM', index(place), member)
          person[LEFT][place] = nil
          places[place] = nil
          ended = true
        end
      end
      if ended then
        tell(member, person, places, answer)
        keep(member, person)
      end
      local first = math.huge
      for _, tab in pairs(person[TABS]) do
        first = math.min(first, tab[1])
      end
      if first == math.huge and person[LOAD] == 0 and next(person[LEFT]) == nil then
        forget(member, person)
      else
        redis.call('ZADD', due, first == math.huge and person[SEEN] + remembered or first, member)
      end
    end
  end
  return answer
end

-- The place of an index's name.
local function place_of(name)
  local id = string.gsub(string.sub(name, 3), '%x%x', function(byte) return string.char(tonumber(byte, 16)) end)
  return string.sub(name, 1, 1) .. id
end

-- Limit, whether the absent are wanted (1), the places by the names of their indexes, because most of many are empty and need no
-- more. Who is available anywhere before all others; each place in its order.
local function find(limit, absent, first)
  local answer, found = { 0 }, 0
  for _, range in ipairs({ { '-inf', '(65536' }, { '65536', absent and '+inf' or '(' .. gone } }) do
    for i = first, #ARGV do
      if found >= limit then
        return answer
      end
      local members = redis.call('ZRANGEBYSCORE', prefix .. ARGV[i], range[1], range[2], 'LIMIT', 0, limit - found)
      local packed = #members > 0 and redis.call('HMGET', people, unpack(members)) or {}
      local place = #members > 0 and place_of(ARGV[i])
      for at, member in ipairs(members) do
        local person = packed[at] and cmsgpack.unpack(packed[at])
        local here = person and is_here(person, place)
        if here or (person and absent) then
          add(answer, place, member, state_of(person, here), person)
          found = found + 1
        end
      end
    end
  end
  return answer
end

if operation == 'time' then
  return { now }
elseif operation == 'beat' then
  return beat(ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), 9)
elseif operation == 'engage' then
  return engage(ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]))
elseif operation == 'sweep' then
  return sweep(tonumber(ARGV[5]))
elseif operation == 'find' then
  return find(tonumber(ARGV[5]), ARGV[6] == '1', 7)
end
return redis.error_reply('unknown operation')
