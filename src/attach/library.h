/* libmosquitto, loaded when a real broker is asked for: who never attaches needs it neither in memory nor
 * installed. */
#ifndef ATTACH_LIBRARY_H
#define ATTACH_LIBRARY_H

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "base/diag.h"

/* One row per function that we use: mosquitto_NAME. */
#define MOSQUITTO_FUNCTIONS(X)                                                                               \
	X(lib_init)                                                                                          \
	X(lib_cleanup)                                                                                       \
	X(new)                                                                                               \
	X(destroy)                                                                                           \
	X(int_option)                                                                                        \
	X(username_pw_set)                                                                                   \
	X(tls_set)                                                                                           \
	X(tls_insecure_set)                                                                                  \
	X(connect_async)                                                                                     \
	X(reconnect_async)                                                                                   \
	X(disconnect_v5)                                                                                     \
	X(socket)                                                                                            \
	X(want_write)                                                                                        \
	X(loop)                                                                                              \
	X(loop_read)                                                                                         \
	X(loop_write)                                                                                        \
	X(loop_misc)                                                                                         \
	X(publish_v5)                                                                                        \
	X(subscribe_v5)                                                                                      \
	X(connect_v5_callback_set)                                                                           \
	X(disconnect_v5_callback_set)                                                                        \
	X(publish_v5_callback_set)                                                                           \
	X(subscribe_v5_callback_set)                                                                         \
	X(message_v5_callback_set)                                                                           \
	X(strerror)                                                                                          \
	X(connack_string)                                                                                    \
	X(reason_string)                                                                                     \
	X(property_add_byte)                                                                                 \
	X(property_add_int32)                                                                                \
	X(property_add_binary)                                                                               \
	X(property_add_string)                                                                               \
	X(property_add_string_pair)                                                                          \
	X(property_read_byte)                                                                                \
	X(property_read_int32)                                                                               \
	X(property_read_binary)                                                                              \
	X(property_read_string)                                                                              \
	X(property_read_string_pair)                                                                         \
	X(property_free_all)

struct mosquitto_library {
	void *handle;
#define X(name) __typeof__(&mosquitto_##name) name;
	MOSQUITTO_FUNCTIONS(X)
#undef X
};

/* False, said in `d` with the package's name: it is not to be had. */
bool mosquitto_load(struct mosquitto_library *l, struct diag *d);
void mosquitto_unload(struct mosquitto_library *l);

#endif
