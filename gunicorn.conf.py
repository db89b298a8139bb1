"""Settings of every gunicorn started in this folder; processes, threads and address are given on its command line."""

# By default gunicorn takes SCRIPT_NAME and PATH_INFO from headers of requests from localhost, where the proxy may be,
# which passes on the headers of clients.
forwarder_headers = ""
control_socket_disable = True
