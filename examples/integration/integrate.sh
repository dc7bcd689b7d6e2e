#!/usr/bin/env bash
# The same first integration as integrate.ts with curl alone; Node picks values out of JSON, keeps the SQLite file and receives the webhook.
# See docs/guides/first-integration.md.
set -euo pipefail
: "${CAUSEWAY_API_KEY:?is missing. Fix: export CAUSEWAY_API_KEY=\$(cat .causeway/trial-key)}"
API=${CAUSEWAY_URL:-http://127.0.0.1:4080}
BANK=${BANK:-http://127.0.0.1:4090}
COMPANY=4420092
here=$(cd "$(dirname "$0")" && pwd)
export MIRROR_FILE=${MIRROR_FILE:-mirror-of-curl.sqlite} NODE_NO_WARNINGS=1
# Here the project's own Node, whichever else is installed; elsewhere the one on the path.
PATH=$here/../../node_modules/.bin:$PATH
node -e "require('node:sqlite')" 2>/dev/null || {
  echo "Node $(node --version) has no SQLite. Fix: install Node 22.18 or newer." >&2
  exit 1
}

# One value out of an answer.
get() { node -e "console.log(JSON.parse(require('fs').readFileSync(0, 'utf8')).$1)"; }
# The answer to a request; of an error its message, and the script ends.
ask() {
  local answer
  if answer=$(curl -sS --fail-with-body "$@"); then
    printf '%s\n' "$answer"
  else
    # Where there is no answer curl has said why.
    [ -z "$answer" ] || get error.message <<<"$answer" >&2
    return 1
  fi
}
api() { ask -H "Authorization: Bearer $CAUSEWAY_API_KEY" "$@"; }
json() { api -H 'Content-Type: application/json' "$@"; }

# 1. An entity. A second run gets the same one.
ENTITIES=$(api "$API/v1/entities?externalEntityId=customer-2")
ENTITY=$(get 'data[0]?.entityId ?? ""' <<<"$ENTITIES")
if [ -z "$ENTITY" ]; then
  ENTITY_JSON=$(json "$API/v1/entities" -d '{"externalEntityId":"customer-2","name":"Marsh and Daughters"}')
  ENTITY=$(get entityId <<<"$ENTITY_JSON")
fi
echo "entity $ENTITY"

# 2. A connection. For the same entity and bank it is always the same one.
CONNECTION_JSON=$(json "$API/v1/connections" -d "{\"entityId\":\"$ENTITY\",\"institutionId\":\"ridgeline-demo-bank\"}")
CONNECTION=$(get id <<<"$CONNECTION_JSON")

if [ "$(get kind <<<"$CONNECTION_JSON")" = setup ]; then
  # 3. The owner creates the delegated user. A person does this; at a demo bank it can be asked for.
  LOGIN=$(get setup.instructions.username <<<"$CONNECTION_JSON")
  USER_JSON=$(ask "$BANK/ridgeline/admin/delegated-users" -H 'Content-Type: application/json' -d "{
    \"companyId\": \"$COMPANY\", \"ownerUser\": \"owner\", \"ownerPassword\": \"owner-$COMPANY\",
    \"username\": \"$LOGIN\", \"firstName\": \"Causeway\", \"lastName\": \"Service\",
    \"permissions\": [\"viewBalances\", \"viewTransactions\", \"viewStatements\"]}")
  PASSWORD=$(get temporaryPassword <<<"$USER_JSON")

  # 4. Hand the login over, say that the bank side is done, and wait for the first sync.
  json -X PUT "$API/v1/connections/$CONNECTION/credentials" \
    -d "{\"bankCustomerId\":\"$COMPANY\",\"bankUsername\":\"$LOGIN\",\"password\":\"$PASSWORD\"}" >/dev/null
  api -X PUT "$API/v1/connections/$CONNECTION/setupCompletion" >/dev/null
  CONNECTION_JSON=$(api "$API/v1/connections/$CONNECTION")
  until [ "$(get kind <<<"$CONNECTION_JSON")" = ready ]; do
    if [ "$(get 'setup?.status' <<<"$CONNECTION_JSON")" = failed ]; then
      get setup.errorMessage <<<"$CONNECTION_JSON" >&2
      exit 1
    fi
    sleep 0.5
    CONNECTION_JSON=$(api "$API/v1/connections/$CONNECTION")
  done
fi
echo "connection $(get status <<<"$CONNECTION_JSON")"

# 5. The mirror: from the beginning, or from where the file stands. A page is applied together with its cursor.
catch_up() {
  local cursor more=true place
  while [ "$more" = true ]; do
    cursor=$(node "$here/apply-page.mjs" cursor)
    place=${cursor:+cursor=$cursor}
    api "$API/v1/transactions/sync?connectionId=$CONNECTION&limit=500&${place:-from=beginning}" >page.json
    node "$here/apply-page.mjs" apply <page.json
    more=$(get hasMore <page.json)
  done
  rm page.json
}
catch_up

# 6. A receiver that checks the signature, and its registration.
mkfifo told
node "$here/receive.mjs" secret port >told &
RECEIVER=$!
trap 'kill $RECEIVER 2>/dev/null || true; rm -f told secret port' EXIT
exec 3<told
until [ -s port ]; do sleep 0.1; done
WEBHOOK_JSON=$(json "$API/v1/webhooks" -d "{\"url\":\"http://127.0.0.1:$(cat port)/hooks\",\"events\":[\"transactions.sync_available\"]}")
get webhook.secret <<<"$WEBHOOK_JSON" >secret

# 7. A week passes at the bank, and news of it comes.
json "$API/v1/sandbox/clock/advance" -d '{"days":7}' >/dev/null
read -r -t 60 EVENT <&3
echo "event $EVENT"
catch_up

# 8. Does the copy hold as much as the server? While accounts are still being read, further events come.
count_there() {
  local sum=0 account accounts digest
  accounts=$(api "$API/v1/accounts?connectionId=$CONNECTION")
  for account in $(get 'data.map(({ id }) => id).join(" ")' <<<"$accounts"); do
    digest=$(api "$API/v1/accounts/$account/digest")
    sum=$((sum + $(get count <<<"$digest")))
  done
  echo "$sum"
}
until [ "$(node "$here/apply-page.mjs" count)" = "$(count_there)" ]; do
  read -r -t 60 EVENT <&3 || { echo "the mirror does not hold as much as the server" >&2; exit 1; }
  catch_up
done
echo "the mirror holds as much as the server"
api -X DELETE "$API/v1/webhooks/$(get webhook.id <<<"$WEBHOOK_JSON")" >/dev/null
