#!/usr/bin/env bash
# The gateway beside nginx, beside a plain forwarder on the same server and client, and beside no proxy at all, in one run on one machine.
#   bench/gateway.sh            the whole measurement (about 5 minutes)
#   bench/gateway.sh --test     each part once, briefly: does it run, without errors?
# Needs: nginx, wrk, jq, python3, curl (installed from Debian's packages where missing). Loopback only.
set -eu -o pipefail
cd "$(dirname "$0")/.."

seconds=8 rounds=3 rate_seconds=8 stream_counts="256 1000" accounts=1000 test=0
if [ "${1:-}" = --test ]; then test=1 seconds=1 rounds=1 rate_seconds=2 stream_counts="32" accounts=20; fi

for need in nginx wrk jq python3 curl; do
  command -v $need >/dev/null && continue
  echo "installing $need"
  (apt-get update -qq && apt-get install -y -qq nginx-light wrk jq python3 curl) >/dev/null 2>&1 || { echo "bench/gateway.sh needs nginx, wrk, jq, python3 and curl"; [ $test = 1 ] && { echo "skipped"; exit 0; }; exit 2; }
done

dotnet build src/Weir.Cli -c Release -v q -nologo -clp:ErrorsOnly
dotnet build bench/Weir.Bench.Gateway -c Release -v q -nologo -clp:ErrorsOnly
weir=src/Weir.Cli/bin/Release/net10.0/weir
ends=bench/Weir.Bench.Gateway/bin/Release/net10.0/Weir.Bench.Gateway

dir=$(mktemp -d)
pids=()
finish() { for p in "${pids[@]:-}"; do [ -n "$p" ] && kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$dir"; }
trap finish EXIT

free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
up=$(free_port) ng=$(free_port) fw=$(free_port) wp=$(free_port) wa=$(free_port) su=$(free_port) sg=$(free_port) sw=$(free_port) swa=$(free_port)

# One core for the thing that is measured, the other for load and upstream, so that both proxies have the same.
gateway_core=0 load_core=1
[ "$(nproc)" -ge 2 ] || load_core=0
on_gateway="taskset -c $gateway_core" on_load="taskset -c $load_core"

# A request of about 2 KB and an answer of about 1 KB.
python3 - "$dir" <<'PY'
import json, sys
d = sys.argv[1]
words = "the river carries what the hills let go and the weir decides how much of it may pass in one hour of rain ".split()
text = " ".join(words[i * 7 % len(words)] + ("." if i % 11 == 10 else "") for i in range(330))
body = json.dumps({"model": "m", "temperature": 0.7, "max_tokens": 400, "user": "customer-17", "messages": [
    {"role": "system", "content": "You answer questions about rivers for the visitors of a small museum."},
    {"role": "user", "content": text[:1750]}]})
answer = json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "created": 1760000000, "model": "m", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": text[:760]}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 410, "completion_tokens": 170, "total_tokens": 580}})
open(d + "/body.json", "w").write(body)
open(d + "/answer.json", "w").write(answer)
PY
echo "request $(wc -c <"$dir/body.json") bytes, answer $(wc -c <"$dir/answer.json") bytes"

nginx_conf() { # file port body-of-server core
cat >"$1" <<CONF
worker_processes 1; daemon off; pid $1.pid; error_log $dir/nginx.err; worker_rlimit_nofile 16384;
events { worker_connections 8192; }
http { access_log off; keepalive_requests 100000000; client_body_buffer_size 64k; client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3; uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
$2
}
CONF
}
nginx_conf "$dir/up.conf" "server { listen 127.0.0.1:$up backlog=4096; location / { default_type application/json; return 200 '$(cat "$dir/answer.json")'; } }"
nginx_conf "$dir/ng.conf" "upstream u { server 127.0.0.1:$up; keepalive 512; keepalive_requests 100000000; } upstream s { server 127.0.0.1:$su; keepalive 2048; }
server { listen 127.0.0.1:$ng backlog=4096; location / { proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection ''; } }
server { listen 127.0.0.1:$sg backlog=4096; location / { proxy_pass http://s; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_buffering off; } }"
$on_load nginx -c "$dir/up.conf" & pids+=($!)
$on_gateway nginx -c "$dir/ng.conf" & nginx_master=$!; pids+=($nginx_master)
$on_gateway "$ends" forward $fw "http://127.0.0.1:$up" >/dev/null & forwarder_pid=$!; pids+=($!)
$on_load "$ends" stream-upstream $su 64 20 >/dev/null & pids+=($!)

seq 1 $accounts | sed 's/^/account-/' >"$dir/accounts"; seq 1 20 | sed 's/^/streams-/' >"$dir/saccounts"
"$weir" keys create --data "$dir/data" --accounts "$dir/accounts" | cut -f 2 >"$dir/keys"
"$weir" keys create --data "$dir/sdata" --accounts "$dir/saccounts" | cut -f 2 >"$dir/skeys"
[ "$(wc -l <"$dir/keys")" = "$accounts" ] || { echo "keys create gave $(wc -l <"$dir/keys") keys"; exit 1; }
serve() { # core-pinned gateway: listen admin upstream data
  $on_gateway "$weir" serve --upstream "http://127.0.0.1:$3" --listen "http://127.0.0.1:$1" --admin "http://127.0.0.1:$2" --data "$4" --identity keys >"$4.log" 2>&1 &
  started=$!; pids+=($started)
  for _ in $(seq 100); do curl -sf "http://127.0.0.1:$2/health/ready" >/dev/null && return 0; sleep 0.1; done
  echo "weir did not start"; cat "$4.log"; exit 1
}
# A thousand accounts at once: limits as they are by default, per account.
serve $wp $wa $up "$dir/data"; weir_pid=$started
serve $sw $swa $su "$dir/sdata"

cat >"$dir/post.lua" <<LUA
local keys, bodies, n = {}, nil, 0
for line in io.lines("$dir/keys") do keys[#keys + 1] = line end
local f = io.open("$dir/body.json"); local body = f:read("a") or ""; f:close()
local ready = {}
function init() for i = 1, #keys do
  wrk.method = "POST"; wrk.body = body
  ready[i] = wrk.format("POST", "/v1/chat/completions", { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. keys[i], ["Host"] = "127.0.0.1" }, body)
end end
function request() n = n % #ready + 1; return ready[n] end
function done(s, l, r)
  io.write(string.format('{"rps":%.1f,"p50":%.3f,"p99":%.3f,"errors":%d,"requests":%d}\n', s.requests / (s.duration / 1e6), l:percentile(50) / 1000, l:percentile(99) / 1000,
    s.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout, s.requests))
end
LUA
# wrk's Lua 5.1 dialect spells "read all" with a star.
sed -i 's/f:read("a") or ""/f:read("*a")/' "$dir/post.lua"

tick=$(getconf CLK_TCK)
cpu_of() { # processor seconds of a process and its children so far
  local total=0 p
  for p in $1 $(pgrep -P "$1" || true); do total=$((total + $(awk '{print $14 + $15}' "/proc/$p/stat"))); done
  echo "scale=4; $total / $tick" | bc
}
load() { $on_load wrk --timeout 20s -t1 -c "$2" -d "${3:-$seconds}" -s "$dir/post.lua" "http://127.0.0.1:$1" | tail -n 1; }
command -v bc >/dev/null || bc() { python3 -c 'import sys; e = sys.stdin.read().replace("scale=4;", ""); print(round(eval(e), 4))'; }

declare -A best cpu
measure() { # name port connections pid
  local before after out
  before=$([ -n "${4:-}" ] && cpu_of "$4" || echo 0)
  out=$(load "$2" "$3")
  after=$([ -n "${4:-}" ] && cpu_of "$4" || echo 0)
  local us; us=$(jq -n --argjson o "$out" "(($after - $before) * 1e6 / \$o.requests * 100 | round) / 100")
  echo "$out" | jq -c --arg n "$1" --argjson c "$3" --argjson us "$us" '{what: $n, connections: $c} + . + {cpu_us: $us}' | tee -a "$dir/rows"
  # A measurement has no errors. A trial run on a busy machine may have a call in a hundred that was given up.
  jq -en --argjson o "$out" --argjson test $test '$o.requests > 0 and $o.errors <= (if $test == 1 then $o.requests / 100 else 0 end)' >/dev/null || { echo "errors with $1"; exit 1; }
}

echo "warming up"
for port in $ng $fw $wp; do load $port 32 $([ $test = 1 ] && echo 1 || echo 6) >/dev/null; done
# In turn, so that a machine whose speed drifts drifts for all of them.
for round in $(seq $rounds); do
  for connections in 32 128; do
    measure direct $up $connections
    measure nginx $ng $connections "$nginx_master"
    measure forwarder $fw $connections "$forwarder_pid"
    measure weir $wp $connections "$weir_pid"
  done
done

echo
echo "Requests a second, medians of $rounds rounds"
jq -rs '
  def med: sort | .[(length - 1) / 2 | floor];
  group_by([.connections, .what]) | map({c: .[0].connections, w: .[0].what, rps: (map(.rps) | med), p50: (map(.p50) | med), p99: (map(.p99) | med), us: (map(.cpu_us) | med)})
  | . as $all | "connections | through | requests/s | ratio to nginx | p50 ms | p99 ms | CPU µs a request", (.[] | . as $r | ($all[] | select(.c == $r.c and .w == "nginx") | .rps) as $n
  | "\($r.c) | \($r.w) | \($r.rps) | \($r.rps / $n * 100 | round / 100) | \($r.p50) | \($r.p99) | \($r.us)")' "$dir/rows"
echo "resident after the load, $accounts accounts: $(awk '/VmRSS/{print int($2/1024)}' /proc/$weir_pid/status) MB; peak $(awk '/VmHWM/{print int($2/1024)}' /proc/$weir_pid/status) MB"
echo "processor time by thread, seconds in user and kernel mode:"
for task in /proc/$weir_pid/task/*; do echo "$(tr ' ' '_' <$task/comm) $(sed 's/.*) //' $task/stat | awk '{print $12, $13}')"; done 2>/dev/null |
  awk -v t="$tick" '{u[$1] += $2; s[$1] += $3} END {for (n in u) if (u[n] + s[n] > t / 10) printf "  %-18s %7.2f %7.2f\n", n, u[n] / t, s[n] / t}' | sort -k2 -rn
echo "collector and compiler: $(curl -sf "http://127.0.0.1:$wa/metrics" | awk '/^dotnet_gc_collections_total/{n += $2} /^dotnet_gc_pause_time_seconds_total/{p = $2} /^dotnet_jit_compilation_time_seconds_total/{j = $2} /^dotnet_gc_heap_total_allocated_bytes_total/{a = $2} END {printf "%d collections, %.2f s of pauses, %.1f GB allocated; %.1f s of compiling", n, p, a / 1e9, j}' || true)"
echo "journal: $(curl -sf "http://127.0.0.1:$wa/metrics" | grep -E '^weir_journal_(dropped|written)' | tr '\n' ' ' || true)"

half=$(jq -rs '[.[] | select(.what == "weir" and .connections == 32) | .rps] | sort | .[(length - 1) / 2 | floor] / 2 | floor' "$dir/rows")
echo
echo "Latency at half of Weir's load ($half requests a second, 32 connections)"
for pair in direct:$up nginx:$ng weir:$wp; do
  printf '%s ' "${pair%%:*}"; $on_load "$ends" rate "http://127.0.0.1:${pair##*:}/v1/chat/completions" "$dir/keys" "$dir/body.json" 32 "$half" "$rate_seconds"
done

# The gateway for the streams has served nothing yet: what it does for the first is printed too, but measured is one that has run for some seconds.
echo
echo "The first streams of a gateway that has just been started, ${stream_counts%% *} of them, then twice as many to warm up"
printf 'weir '; $on_load "$ends" streams "http://127.0.0.1:$sw/v1/chat/completions" "$dir/skeys" "${stream_counts%% *}" 64
for again in 1 2; do $on_load "$ends" streams "http://127.0.0.1:$sw/v1/chat/completions" "$dir/skeys" "${stream_counts%% *}" 64 >/dev/null; done
for count in $stream_counts; do
  echo
  echo "$count streams of 64 events, 20 ms apart: milliseconds from upstream to client"
  for pair in direct:$su nginx:$sg weir:$sw; do
    printf '%s ' "${pair%%:*}"; $on_load "$ends" streams "http://127.0.0.1:${pair##*:}/v1/chat/completions" "$dir/skeys" "$count" 64
  done
done
