/* Linux tells: /proc/net/tcp has the listening sockets' inodes, /proc/PID/fd who holds them. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "net/port.h"

enum { STATE_LISTEN = 0x0a };

static unsigned long find_inode_in(const char *table, uint16_t port)
{
	FILE *f = fopen(table, "re");
	char line[512];
	unsigned long found = 0;

	if (!f)
		return 0;
	while (!found && fgets(line, sizeof(line), f)) {
		unsigned local_port, state;
		unsigned long inode;

		/* sl local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode */
		if (sscanf(line, "%*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*x:%*x %*x:%*x %*x %*d %*d %lu",
			   &local_port, &state, &inode) == 3 &&
		    local_port == port && state == STATE_LISTEN)
			found = inode;
	}
	fclose(f);
	return found;
}

static bool holds(const char *pid, const char *socket)
{
	char path[300], target[64];
	bool found = false;
	struct dirent *e;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	fds = opendir(path);
	while (fds && !found && (e = readdir(fds))) {
		ssize_t n = readlinkat(dirfd(fds), e->d_name, target, sizeof(target));

		found = n > 0 && slice_eq(slice_of(target, (size_t)n), slice_str(socket));
	}
	if (fds)
		closedir(fds);
	return found;
}

static void describe(const char *pid, struct buf *out)
{
	char path[300], name[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	f = fopen(path, "re");
	if (f && !fgets(name, sizeof(name), f))
		name[0] = '\0';
	if (f)
		fclose(f);
	name[strcspn(name, "\n")] = '\0';
	printable_add(out, slice_str(*name ? name : "a program"), sizeof(name));
	buf_printf(out, " (pid %s)", pid);
}

bool port_owner(uint16_t port, struct buf *out)
{
	unsigned long inode = find_inode_in("/proc/net/tcp", port);
	struct dirent *e;
	bool found = false;
	char socket[64];
	DIR *proc;

	if (!inode)
		inode = find_inode_in("/proc/net/tcp6", port);
	if (!inode)
		return false;
	snprintf(socket, sizeof(socket), "socket:[%lu]", inode);
	proc = opendir("/proc");
	while (proc && !found && (e = readdir(proc))) {
		uint64_t pid;

		found = number_parse(slice_str(e->d_name), &pid) && holds(e->d_name, socket);
		if (found)
			describe(e->d_name, out);
	}
	if (proc)
		closedir(proc);
	return found;
}
