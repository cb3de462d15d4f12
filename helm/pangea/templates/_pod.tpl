{{/* Pieces of pods. Each takes a dict: root (the chart's context) and, where roles differ, role. */}}

{{- define "pangea.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "pangea.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "pangea.podHead" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "pangea.podSecurity" . | nindent 2 }}
{{- end }}

{{/* Where Redis and storage are. */}}
{{- define "pangea.storesEnv" -}}
- name: PANGEA_CLUSTER
  value: {{ include "pangea.cluster" . | quote }}
{{ include "pangea.storageEnv" . }}
- name: PANGEA_REDIS
  valueFrom:
    secretKeyRef:
      name: {{ include "pangea.redisSecret" . }}
      key: {{ include "pangea.redisSecretKey" . }}
{{- end }}

{{- define "pangea.storageEnv" -}}
- name: PANGEA_STORAGE
{{- if eq .Values.storage.kind "sqlite" }}
  value: sqlite:/data/pangea.sqlite
{{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ include "pangea.storageSecret" . }}
      key: {{ include "pangea.storageSecretKey" . }}
{{- end }}
{{- end }}

{{/* What every role is told. */}}
{{- define "pangea.roleEnv" -}}
{{- $values := index .root.Values .role -}}
- name: PANGEA_NUMBER
  valueFrom: {fieldRef: {fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']"}}
{{ include "pangea.storesEnv" .root }}
- name: PANGEA_MESH_HOST
  value: {{ .root.Values.bindAddress | quote }}
- name: PANGEA_MESH_ADVERTISE
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
- name: PANGEA_MESH_PORT
  value: "7700"
- name: PANGEA_OPERATOR_HOST
  value: {{ .root.Values.bindAddress | quote }}
- name: PANGEA_OPERATOR_PORT
  value: "7790"
{{- if $values.predecessorExited }}
- name: PANGEA_PREDECESSOR_EXITED
  value: "true"
{{- end }}
- name: PANGEA_TRACE_SAMPLE
  value: {{ .root.Values.tracing.sample | quote }}
- name: PANGEA_TRACE_BUDGET
  value: {{ .root.Values.tracing.budgetMilliseconds | quote }}
{{- with .root.Values.tracing.otlp }}
- name: PANGEA_OTLP
  value: {{ . | quote }}
{{- end }}
- name: PANGEA_LOG_LEVEL
  value: {{ .root.Values.logLevel }}
- name: PANGEA_LOG_FORMAT
  value: {{ .root.Values.logFormat }}
{{- end }}

{{/* The operators' port knows how a process is: alive, and ready to serve. */}}
{{- define "pangea.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: operators}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /healthz, port: operators}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /readyz, port: operators}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 3
{{- end }}

{{- define "pangea.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if eq .Values.storage.kind "sqlite" }}
- name: data
  mountPath: /data
{{- else if .Values.storage.postgres.caSecret }}
- name: postgres-ca
  mountPath: /etc/pangea/postgres
  readOnly: true
{{- end }}
{{- end }}

{{- define "pangea.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- if eq .Values.storage.kind "sqlite" }}
- name: data
  persistentVolumeClaim: {claimName: {{ include "pangea.fullname" . }}-data}
{{- else if .Values.storage.postgres.caSecret }}
- name: postgres-ca
  secret:
    secretName: {{ .Values.storage.postgres.caSecret | quote }}
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end }}

{{/* SQLite's users stand on one node, whose kernel sees to their locks. */}}
{{- define "pangea.sqliteAffinity" -}}
podAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "pangea.selectorLabels" . | nindent 10 }}
        matchExpressions:
          - {key: app.kubernetes.io/component, operator: In, values: [shard, gateway, admin, place]}
{{- end }}

{{/* Where pods of a role may stand. */}}
{{- define "pangea.scheduling" -}}
{{- $values := index .root.Values .role -}}
{{- with $values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if eq .root.Values.storage.kind "sqlite" }}
affinity:
  {{- include "pangea.sqliteAffinity" .root | nindent 2 }}
{{- else }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $spread := list }}
{{- if ne .root.Values.spread.nodes "off" }}
{{- $spread = append $spread (dict "key" "kubernetes.io/hostname" "when" .root.Values.spread.nodes) }}
{{- end }}
{{- if ne .root.Values.spread.zones "off" }}
{{- $spread = append $spread (dict "key" "topology.kubernetes.io/zone" "when" .root.Values.spread.zones) }}
{{- end }}
{{- if $spread }}
topologySpreadConstraints:
  {{- range $spread }}
  - maxSkew: 1
    topologyKey: {{ .key }}
    whenUnsatisfiable: {{ .when }}
    labelSelector:
      matchLabels:
        {{- include "pangea.selectorLabels" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.role }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Metadata of a role's pods. The hash starts pods anew when a value of a Secret of the chart changes;
     random values are not in it, for they stay. */}}
{{- define "pangea.podMetadata" -}}
{{- $values := index .root.Values .role -}}
labels:
  {{- include "pangea.selectorLabels" .root | nindent 2 }}
  app.kubernetes.io/component: {{ .role }}
  {{- with $values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  pangea/secrets: {{ list .root.Values.storage.postgres.url .root.Values.redis.url .root.Values.redis.password (ternary .root.Values.admin.password "" (eq .role "admin")) | toJson | sha256sum | trunc 16 }}
  {{- with $values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
