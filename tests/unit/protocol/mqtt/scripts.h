/* What scripts of several clients begin with. */
#ifndef TESTS_MQTT_SCRIPTS_H
#define TESTS_MQTT_SCRIPTS_H

#include "transcript.h"

#define K4	 "CONNACK(00 00)\n"
#define K4_AGAIN "CONNACK(01 00)\n"
#define K5	 CONNACK_5 "\n"
#define K5_AGAIN "CONNACK(01 00 {2103E8 2704000000 220064})\n"
/* `name` is the client's letter: its client id too. */
#define IN_4(name)	    name "> CONNECT('MQTT' 04 02 0000 '" name "')\n" name "< " K4
#define KEPT_4(name)	    name "> CONNECT('MQTT' 04 00 0000 '" name "')\n" name "< " K4
#define BACK_4(name)	    name "> CONNECT('MQTT' 04 00 0000 '" name "')\n" name "< CONNACK(01 00)"
#define IN_5(name)	    name "> CONNECT('MQTT' 05 02 0000 {1700} '" name "')\n" name "< " K5
#define WITH_5(name, props) name "> CONNECT('MQTT' 05 02 0000 {1700 " props "} '" name "')\n" name "< " K5
#define BACK_5(name, props)                                                                                  \
	name "> CONNECT('MQTT' 05 00 0000 {1700 " props "} '" name "')\n" name                               \
	     "< CONNACK(01 00 {2103E8 2704000000 220064})"
#define SUB_4(name, filter, qos)                                                                             \
	name "> SUBSCRIBE(0001 '" filter "' " qos ")\n" name "< SUBACK(0001 " qos ")\n"
#define SUB_5(name, filter, qos)                                                                             \
	name "> SUBSCRIBE(0001 {} '" filter "' " qos ")\n" name "< SUBACK(0001 {} " qos ")\n"

#endif
