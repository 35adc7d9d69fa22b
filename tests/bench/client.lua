-- What wrk sends: wrk … -s client.lua http://HOST -- WORKLOAD FOLDER SEED [check]
--
-- FOLDER holds what sessions.sql wrote. Prints requests a second, p50 and p99 in milliseconds, and how many answers were
-- failures; with `check`, an answer that holds an error or no case is one too. One more workload is one more entry in `workloads`.

local function lines(path)
  local found = {}
  for line in io.lines(path) do
    local first, second = line:match("^(%S+) (%S+)$")
    if first then found[#found + 1] = { first, second } end
  end
  return found
end

local function one_of(list) return list[math.random(#list)] end

-- A key that no run has sent: a repeated one would be answered with the case that it raised before.
local random = io.open("/dev/urandom", "rb")
local function uuid()
  local hex = random:read(16):gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)
  return ("%s-%s-4%s-8%s-%s"):format(hex:sub(1, 8), hex:sub(9, 12), hex:sub(14, 16), hex:sub(18, 20), hex:sub(21, 32))
end

local function graphql(token, query, variables)
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/graphql-response+json",
    ["Authorization"] = "Bearer " .. token }
  return wrk.format("POST", "/graphql", headers, '{"query":"' .. query .. '","variables":' .. variables .. "}")
end

local home = "{ me { stages { stage { key } cases overdue } updates { reference summary stage { key } updatedAt note notedAt } } }"
local ward = "query($ward: String!, $status: CaseStatus!) { cases(filter: {ward: $ward, status: $status}, first: 25) "
  .. "{ nodes { reference summary stage { key } status kind raisedAt dueOn service { name } member { name } } } }"
local case = "query($reference: String!) { case(reference: $reference) { id reference summary details stage { key } status kind place "
  .. "latitude longitude raisedAt firstResponseAt dueOn closedAt category { key } service { name } ward { name } member { name } "
  .. "team { name } notes(first: 20) { id body createdAt author { name } } "
  .. "constituents { id title name phone email address consent } } }"
local raise = "mutation($key: String!, $input: RaiseCaseInput!) { raiseCase(input: $input, idempotencyKey: $key) "
  .. "{ repeated case { reference stage { key } } problems { field reason } refusal { code } } }"

-- Raised as in by_hand/raise.sql: two residents who agreed to sharing.
local raised = '{"key":"%s","input":{"summary":"Deep hole in the road outside the school","details":"Parents have told me about it '
  .. 'for two weeks. A child fell off a bicycle this morning, so please have it made safe soon.","place":"Mill Lane, by the '
  .. 'school gate","category":"%s","service":"%s","ward":"%s","people":[{"title":"Mrs","name":"Grace Fielding","phone":"01632 960111",'
  .. '"email":"grace.fielding@mail.example","address":"4 Mill Lane","preferredContact":"phone","consent":true},{"title":"Mr",'
  .. '"name":"Hamid Grange","phone":"01632 960112","email":"hamid.grange@mail.example","address":"9 Mill Lane",'
  .. '"preferredContact":"email","consent":true}]}}'

local members, cases, services

local workloads = {
  home = function()
    return graphql(one_of(members)[1], home, "{}")
  end,
  ward = function()
    local member = one_of(members)
    local status = one_of({ "OPEN", "WAITING", "RESOLVED", "CLOSED" })
    return graphql(member[1], ward, ('{"ward":"%s","status":"%s"}'):format(member[2], status))
  end,
  case = function()
    local seen = one_of(cases)
    return graphql(seen[1], case, ('{"reference":"%s"}'):format(seen[2]))
  end,
  raise = function()
    local member, service = one_of(members), one_of(services)
    return graphql(member[1], raise, raised:format(uuid(), service[1], service[2], member[2]))
  end,
}

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("number", #threads)
end

wrong = 0
local function check(status, _, body)
  if status ~= 200 or body:find('"errors"', 1, true) or body:find('"case":null', 1, true) or body:find('"nodes":[]', 1, true) then
    wrong = wrong + 1
  end
end

function init(arguments)
  local workload, folder, seed = arguments[1], arguments[2], tonumber(arguments[3])
  math.randomseed(seed * 100 + number)
  members, cases, services = lines(folder .. "/members.txt"), lines(folder .. "/cases.txt"), lines(folder .. "/services.txt")
  request = workloads[workload]
  if arguments[4] == "check" then response = check end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  for _, thread in ipairs(threads) do failed = failed + thread:get("wrong") end
  io.write(("result %.1f %.2f %.2f %d\n"):format(summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, failed))
end
