-- For wrk: send the requests of a file in turn, NUL between them, each with a number of its own in the place of NUMBER.
-- Arguments: the file, and the first number. Prints what was measured as one line of JSON.

local NUMBER = "NNNNNNNNNNNN"
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  requests, turn, number, statuses = {}, 0, tonumber(args[2]), {}
  for text in (file:read("*a") .. "\0"):gmatch("(%Z*)%z") do
    local before, after = text:match("^(.-)" .. NUMBER .. "(.*)$")
    table.insert(requests, { before or text, after })
  end
  file:close()
end

function request()
  turn, number = turn % #requests + 1, number + 1
  local text = requests[turn]
  if text[2] == nil then return text[1] end
  return text[1] .. string.format("%012d", number) .. text[2]
end

function response(status)
  local name = tostring(status)
  statuses[name] = (statuses[name] or 0) + 1
end

function done(summary, latency)
  local counts, broken = {}, summary.errors
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      counts[status] = (counts[status] or 0) + count
    end
  end
  counts["0"] = broken.connect + broken.read + broken.write + broken.timeout
  local parts = {}
  for status, count in pairs(counts) do
    if count > 0 then table.insert(parts, string.format('"%s": %d', status, count)) end
  end
  local times = string.format('"p50": %f, "p99": %f, "worst": %f',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000)
  print(string.format('{"seconds": %f, %s, "statuses": {%s}}', summary.duration / 1e6, times, table.concat(parts, ", ")))
end
