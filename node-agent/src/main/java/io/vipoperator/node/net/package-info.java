/** Linux: epoll, raw sockets and rtnetlink through JNA. The only package that calls into the C library. */
package io.vipoperator.node.net;
