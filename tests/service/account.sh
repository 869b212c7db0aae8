#!/usr/bin/env bash
# A systemd of its own for one user, in namespaces: `account.sh UID [PACKAGED-UNIT]`, as root.
# Prints the process to enter them by (nsenter), and ends with everything in it when its standard
# input is closed. The environment is the one that the user's services get.
set -euo pipefail

inside() {
	mount -t cgroup2 none /sys/fs/cgroup
	chown -R "$1:$1" /sys/fs/cgroup
	# Nothing of the computer's own: no system bus, no journal, no other user manager.
	mount -t tmpfs -o mode=755 tmpfs /run
	mkdir -p /run/systemd/system
	# The session bus is the test's, and no other is started.
	mount -t tmpfs -o mode=755 tmpfs /etc/systemd/user
	ln -s /dev/null /etc/systemd/user/dbus.socket
	ln -s /dev/null /etc/systemd/user/dbus.service
	if [[ ${2-} ]]; then
		cp -r /usr/lib/systemd/user /run/units
		cp "$2" /run/units/nocontact.service
		chmod -R a+rX /run/units
		mount --bind /run/units /usr/lib/systemd/user
	fi
	local systemd=/usr/lib/systemd/systemd
	[[ -x $systemd ]] || systemd=/lib/systemd/systemd
	setpriv --reuid="$1" --regid="$1" --clear-groups \
		"$systemd" --user --log-target=console --log-level=info </dev/null >&2 &
	# Whoever is the first process has to wait for the orphans.
	wait
	exec sleep infinity
}

if [[ $1 == inside ]]; then
	shift
	inside "$@"
fi

mounted=$(findmnt --noheadings --first-only --types cgroup2 --output TARGET)
own=$(sed -n 's/^0:://p' /proc/self/cgroup)
group=$mounted/$own/nocontact-test-$$
mkdir "$group"
(
	echo "$BASHPID" >"$group/cgroup.procs"
	exec unshare --cgroup --mount --pid --fork --kill-child --mount-proc \
		bash "${BASH_SOURCE[0]}" inside "$@" </dev/null >/dev/null
) &
child=$!
finish() {
	kill -KILL "$child" 2>/dev/null || true
	wait "$child" 2>/dev/null || true
	# A process that was killed leaves its group a moment later.
	for _ in {1..500}; do
		[[ -d $group ]] || break
		find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.01
	done
}
trap finish EXIT
first=
until [[ $first ]]; do
	read -r first _ <"/proc/$child/task/$child/children" || kill -0 "$child"
done
echo "$first"
cat >/dev/null
